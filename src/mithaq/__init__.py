"""Mithaq: the software on which a group of cities runs its diplomatic year."""

import os

__version__ = "0.1.0"

# Before numpy is loaded, once for all: its own threads wait for one another by turning in circles, which takes a server
# two fifths of the time of a page. What is large is spread by Mithaq itself, over threads and processes.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
