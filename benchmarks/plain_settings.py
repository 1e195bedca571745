"""The site's own settings with one more address: the plain view that `endorsing.py` measures endorsements against."""

from mithaq.site.settings import *  # noqa: F403

ROOT_URLCONF = "plain_urls"
