"""The chronicle is read by the secretariat and the auditor, and is not there for anybody else."""

from __future__ import annotations

import pytest

from mithaq.desk.queries.log import acts_visible_to
from mithaq.desk.web.views import A_PAGE
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.models import Act
from mithaq.recommendations.domain.drop import drop
from mithaq.recommendations.domain.read_in import Read, read_in
from mithaq.taskforces.domain.submit import submit
from tests.factories.house import (
    OPENING,
    a_frozen_text,
    a_mayor_with_a_mandate,
    a_seated,
    an_endorsement,
    an_organisation,
)
from tests.factories.readers import a_browser_of, a_stranger

CHRONICLE = "/en/chronicle/"


def test_the_secretariat_and_the_auditor_read_every_act(house):
    an_endorsement(house, a_frozen_text(house))
    auditor = a_seated(house, Role.AUDITOR)
    for seat in (house.secretariat, auditor):
        page = a_browser_of(seat).get(CHRONICLE)
        assert [line.number for line in page.context["lines"]] == list(range(Act.objects.count(), 0, -1))


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SECRETARIAT, Role.AUDITOR}))
def test_for_the_others_it_is_not_there(house, role):
    assert a_browser_of(a_seated(house, role)).get(CHRONICLE).status_code == 404


def test_for_strangers_it_is_not_there(house):
    assert a_stranger().get(CHRONICLE).status_code == 404


def test_a_line_says_who_for_whom_what_about_and_under_which_mandate(house):
    given = an_endorsement(house, a_frozen_text(house))
    line = next(iter(a_browser_of(house.secretariat).get(CHRONICLE).context["lines"]))
    assert line.sentence == f"{given.seat.sentence}, endorsed the text."
    assert line.url == given.get_absolute_url()
    assert str(line.mandate) == "Letter of the mayor"


def test_a_line_about_an_organisation_leads_to_its_page(house):
    place = an_organisation(house, "Marsa Sidra")
    line = next(iter(a_browser_of(house.secretariat).get(CHRONICLE).context["lines"]))
    assert (str(line.name), line.url) == ("Marsa Sidra", f"/en/members/{place.public_id}/")


def test_a_long_chronicle_is_read_page_by_page(house, django_assert_num_queries):
    for _ in range(A_PAGE):
        an_organisation(house)
    browser = a_browser_of(house.secretariat)
    total = Act.objects.count()
    assert [line.number for line in browser.get(CHRONICLE).context["lines"]][-1] == total - A_PAGE + 1
    assert [line.number for line in browser.get(f"{CHRONICLE}?page=2").context["lines"]][-1] == 1
    assert browser.get(f"{CHRONICLE}?page=nonsense").status_code == 200


def test_a_page_of_the_chronicle_costs_as_many_queries_for_many_acts_as_for_few(house, django_assert_max_num_queries):
    counts = []
    for _ in range(3):
        an_organisation(house)
        browser = a_browser_of(house.secretariat)
        browser.get(CHRONICLE)
        with django_assert_max_num_queries(8) as queries:
            browser.get(CHRONICLE)
        counts.append(len(queries))
    assert len(set(counts)) == 1


def test_nobody_reads_acts_that_are_yet_to_happen(house):
    mayor = a_mayor_with_a_mandate(house)
    assert not acts_visible_to(mayor, OPENING.replace(year=2030)).exists()


def test_a_line_about_a_recommendation_has_its_first_words_and_leads_to_it(house):
    paper = submit(house.cycle, "trees", {"en": "Trees"}, language="en", **house.by_us)
    said = "غرس مئة ألف شجرة على ضفاف الأنهار"
    (one,) = read_in(paper, [Read(f"{said} {'في كل عام ' * 12}", "ar")], **house.by_us)
    drop(house.cycle, [one], {"en": "Said elsewhere."}, **house.by_us)
    line = next(iter(a_browser_of(house.secretariat).get(CHRONICLE).context["lines"]))
    assert line.name["ar"].startswith(said)
    assert line.name["ar"].endswith("…")
    assert line.url == f"/en/recommendations/{one.public_id}/"
