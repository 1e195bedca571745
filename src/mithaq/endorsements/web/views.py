from django.http import Http404

from mithaq.foundation.permissions.pages import everyone, page


@page(everyone)
def declarations(request, public_id=""):
    raise Http404

@page(everyone)
def declaration(request, public_id=""):
    raise Http404

@page(everyone)
def endorse(request, public_id=""):
    raise Http404

@page(everyone)
def call(request, public_id=""):
    raise Http404

@page(everyone)
def register(request, public_id=""):
    raise Http404

@page(everyone)
def register_as_csv(request, public_id=""):
    raise Http404

@page(everyone)
def endorsement(request, public_id=""):
    raise Http404

@page(everyone)
def withdrawal(request, public_id=""):
    raise Http404
