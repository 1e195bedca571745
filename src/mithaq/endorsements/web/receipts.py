"""The receipt of an endorsement: as a page, as a PDF, and as the file that a machine checks."""

from __future__ import annotations

import segno
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from mithaq.endorsements.domain.receipts import proof_of, receipt_in, rows_of, state_of
from mithaq.endorsements.models import Endorsement
from mithaq.endorsements.queries import WORKING_ROLL, endorsements_visible_to
from mithaq.foundation.actors.request import SeatedRequest
from mithaq.foundation.permissions.pages import page, the_seated
from mithaq.foundation.ui.answers import answer


@page(the_seated)
def receipt(request: SeatedRequest, public_id: str) -> HttpResponse:
    """What the signer takes home; the file and the printed form are a tap away."""
    one = _endorsement(request, public_id)
    proof = proof_of(one, at=request.at)
    address = request.build_absolute_uri(one.get_absolute_url())
    context = {
        "endorsement": one,
        "rows": rows_of(one, _language()),
        "state": state_of(proof),
        "proof": proof,
        "address": address,
        "code": mark_safe(  # noqa: S308 - drawn by us out of an address of ours
            segno.make(address, micro=False).svg_inline(border=2, omitsize=True, svgclass=None, lineclass=None)
        ),
    }
    return answer(request, "endorsements/receipt.html", context)


@page(the_seated)
def receipt_as_file(request: SeatedRequest, public_id: str) -> HttpResponse:
    """The receipt as JSON, as it is checked without this site."""
    one = _endorsement(request, public_id)
    proof = proof_of(one, at=request.at)
    if proof.told is None:
        raise Http404
    return _given_out(proof.as_json.encode(), "application/json", f"receipt-{one.public_id}.json")


@page(the_seated)
def receipt_as_page(request: SeatedRequest, public_id: str) -> HttpResponse:
    """The receipt as a PDF in the reader's language."""
    one = _endorsement(request, public_id)
    proof = proof_of(one, at=request.at)
    content = receipt_in(one, proof, _language())
    return _given_out(content, "application/pdf", f"receipt-{one.public_id}.pdf")


def _given_out(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


def _language() -> str:
    return (get_language() or "en").split("-")[0]


def _endorsement(request: SeatedRequest, public_id: str) -> Endorsement:
    """The endorsement of the reader's own city or through their seat; any of them for the working roll."""
    records = endorsements_visible_to(request.seat, request.at).select_related("text__cycle", "text__publication")
    one = records.filter(public_id=public_id).first()
    seat = request.seat
    if one is None or not (
        seat.role in WORKING_ROLL or one.organisation_id == seat.organisation_id or one.seat_id == seat.pk
    ):
        raise Http404
    return one
