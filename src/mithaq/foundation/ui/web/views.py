"""The style book: every component with sample content, in the language of the page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_bidi

from mithaq.foundation.permissions.pages import everyone, page
from mithaq.foundation.ui.web.sample import clauses, endorsers, sample

SCREENS = 3


@page(everyone)
def style_book(request: HttpRequest) -> HttpResponse:
    """Show everything that the product's pages are made of."""
    return render(request, "ui/style_book.html", sample(rtl=get_language_bidi()))


@page(everyone)
def text_page(request: HttpRequest) -> HttpResponse:
    """A page of the declaration: clauses in both authentic languages, and the roll."""
    return render(request, "ui/sample_text.html", {"clauses": clauses(), "endorsers": endorsers()})


@page(everyone)
def screen(request: HttpRequest, screen: int) -> HttpResponse:
    """One of the mayor's three screens: read, reserve or not, endorse."""
    if not 1 <= screen <= SCREENS:
        raise Http404
    return render(request, "ui/sample_screen.html", {"screen": screen, **sample(rtl=get_language_bidi())})
