from django.http import Http404

from mithaq.foundation.permissions.pages import everyone, page


@page(everyone)
def recommendations(request, public_id=""):
    raise Http404

@page(everyone)
def recommendation(request, public_id=""):
    raise Http404

@page(everyone)
def points(request, public_id=""):
    raise Http404

@page(everyone)
def point(request, public_id=""):
    raise Http404

@page(everyone)
def hand_in(request, public_id=""):
    raise Http404

@page(everyone)
def reading(request, public_id=""):
    raise Http404
