"""Every address of the house, the rooms in the order of the year."""

from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from mithaq.site import health, signposts

handler400 = "mithaq.site.faults.unreadable"
handler403 = "mithaq.site.faults.forbidden"
handler404 = "mithaq.site.faults.not_found"
handler500 = "mithaq.site.faults.broken"

# Each room's addresses carry their own first word. Recommendations come before the papers they are read out of, because
# `papers/hand-in/` would be taken for a paper otherwise.
_rooms: list[URLPattern | URLResolver] = [
    path("", include("mithaq.desk.web.urls")),
    path("sign-in/", include("mithaq.foundation.accounts.web.urls")),
    path("sign-in/", include("mithaq.foundation.accounts.web.allauth_names")),
    path("", include("mithaq.cycle.web.urls")),
    path("", include("mithaq.members.web.urls")),
    path("", include("mithaq.correspondence.web.urls")),
    path("", include("mithaq.recommendations.web.urls")),
    path("", include("mithaq.taskforces.web.urls")),
    path("", include("mithaq.library.web.urls")),
    path("", include("mithaq.communique.web.urls")),
    path("", include("mithaq.endorsements.web.urls")),
    path("", include("mithaq.press.web.urls")),
    path("writing/", include("mithaq.foundation.writing.web.urls")),
    path("letters/", include("mithaq.foundation.mail.web.urls")),
    path("health/", health.for_people, name="health"),
]
if settings.DEMONSTRATION or settings.DEBUG:
    _rooms.append(path("style-book/", include("mithaq.foundation.ui.web.urls")))

urlpatterns = [
    path("", signposts.to_the_readers_language, name="start"),
    path("health", health.for_machines, name="health_for_machines"),
    path("robots.txt", signposts.robots, name="robots"),
    path("log/", include("mithaq.endorsements.web.log_urls")),
    path("live/", include("mithaq.foundation.live.web.urls")),
    *i18n_patterns(*_rooms, prefix_default_language=True),
]
