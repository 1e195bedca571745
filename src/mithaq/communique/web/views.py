from django.http import Http404

from mithaq.foundation.permissions.pages import everyone, page


@page(everyone)
def texts(request, public_id=""):
    raise Http404

@page(everyone)
def text(request, public_id=""):
    raise Http404

@page(everyone)
def canonical(request, public_id=""):
    raise Http404

@page(everyone)
def freezing(request, public_id=""):
    raise Http404

@page(everyone)
def publication(request, public_id=""):
    raise Http404

@page(everyone)
def clause(request, public_id=""):
    raise Http404
