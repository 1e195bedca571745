"""Words of the working papers' pages in templates."""

from django import template
from django.utils.translation import gettext

from mithaq.foundation.languages import formats

register = template.Library()


@register.simple_tag
def size_of_file(*, of: int) -> str:
    """The size of a file given in bytes, in kilobytes: `24 kB`."""
    return gettext("%(size)s kB") % {"size": formats.number(max(1, round(of / 1000)))}
