"""The application that the server runs."""

import gc
import os
import sys

import django
from django.core.asgi import get_asgi_application

from mithaq.foundation.uploads.confinement import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mithaq.site.settings")
_is_served = "MITHAQ_SERVER" in os.environ

if _is_served:
    if sys.platform == "linux":
        # A web process whose server was killed would hold the port and go on answering with nobody to end it.
        die_with_parent(int(os.environ["MITHAQ_SERVER"]))
    gc.disable()  # looking for what may go while everything is loaded finds nothing and takes a tenth of the time

django.setup(set_prefix=False)

# These ask for settings and records, which Django has read by now.
from mithaq.foundation.live.stream import Live  # noqa: E402
from mithaq.site import readiness, serving  # noqa: E402
from mithaq.site.bodies import Bounded  # noqa: E402

if _is_served:
    serving.read_every_page()
    readiness.wait()  # what follows looks at the static files, which are collected meanwhile

application = Live(Bounded(get_asgi_application()))

if _is_served:
    serving.settle()
