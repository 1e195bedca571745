"""A rule answers yes, or no and why; rules asked in a row stop at the first no."""

from __future__ import annotations

import pytest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from mithaq.foundation.permissions import YES, Refused, Verdict, first_refusal, no, only_if, require


def never_asked() -> Verdict:
    raise AssertionError("asked although an earlier rule had refused")


def test_the_first_refusal_is_the_answer_and_nothing_after_it_is_asked():
    refused = no("Not today.")
    assert first_refusal(YES, lambda: refused, never_asked) is refused
    assert first_refusal(refused, never_asked) is refused


def test_where_nobody_refuses_the_answer_is_yes():
    asked = []
    assert first_refusal(YES, lambda: asked.append("asked") or YES).allowed
    assert asked == ["asked"]
    assert first_refusal().allowed


def test_a_verdict_is_true_exactly_when_it_allows():
    assert (bool(only_if(True, "Why not?")), bool(only_if(False, "Not today."))) == (True, False)
    assert only_if(False, "Not today.").reason == "Not today."


def test_what_is_required_and_refused_is_raised_with_its_reason():
    require(YES)
    with pytest.raises(Refused) as refused:
        require(no("Not today."))
    assert (refused.value.reason, str(refused.value)) == ("Not today.", "Not today.")


def test_a_reason_is_said_in_the_language_of_whoever_reads_it():
    verdict = no(_("English"))
    refused = Refused(verdict.reason)
    with override("ar"):
        in_arabic = str(_("English"))
        assert (str(verdict.reason), str(refused)) == (in_arabic, in_arabic)
    with override("en"):
        assert (str(verdict.reason), str(refused)) == ("English", "English")
