"""The application that the server runs."""

import os
import sys

from django.core.asgi import get_asgi_application

from mithaq.foundation.uploads.confinement import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mithaq.site.settings")

if "MITHAQ_SERVER" in os.environ and sys.platform == "linux":
    # A web process whose server was killed would hold the port and go on answering with nobody to end it.
    die_with_parent(int(os.environ["MITHAQ_SERVER"]))

pages = get_asgi_application()

# These ask for settings and records, which Django has read by now.
from mithaq.foundation.live.stream import Live  # noqa: E402
from mithaq.site.bodies import Bounded  # noqa: E402
from mithaq.site.serving import settle  # noqa: E402

application = Live(Bounded(pages))

if "MITHAQ_SERVER" in os.environ:
    settle()
