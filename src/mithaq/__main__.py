"""`python -m mithaq` is the command `mithaq`."""

import sys

from mithaq.cli import main

if __name__ == "__main__":
    sys.exit(main())
