"""The site's own addresses, and a signed-in view that writes rows durably and does nothing else."""

from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import path

from mithaq.foundation.actors.request import SeatedRequest
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.permissions.pages import page, the_seated
from mithaq.foundation.thread.models import Edge
from mithaq.site.urls import *  # noqa: F403
from mithaq.site.urls import urlpatterns as addresses


@page(the_seated, may_post=True)
def plain(request: SeatedRequest, rows: int, how: str) -> HttpResponseRedirect:
    """Insert so many rows in one transaction, each by itself ("each") or all with one statement ("together")."""
    name = fresh_id()
    written = [Edge(earlier_kind="x", earlier=f"{place}", later_kind="y", later=name) for place in range(rows)]
    with transaction.atomic():
        if how == "together":
            Edge.objects.bulk_create(written)
        else:
            for one in written:
                one.save(force_insert=True)
    return HttpResponseRedirect(f"/plain/{name}/")


urlpatterns = [path("plain/<int:rows>/<str:how>/", plain), *addresses]
