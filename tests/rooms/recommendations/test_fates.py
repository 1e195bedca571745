"""Every recommendation has one fate, nothing is lost, and those who wrote it say what they think of it."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.permissions import Refused
from mithaq.recommendations.domain.answer import answer_to, ask
from mithaq.recommendations.domain.close import close, reopen
from mithaq.recommendations.domain.consolidate import disclose, gather, word
from mithaq.recommendations.domain.drop import drop, take_up
from mithaq.recommendations.domain.read_in import Read, read_in
from mithaq.recommendations.domain.rearrange import take_from
from mithaq.recommendations.domain.steps import take_back
from mithaq.recommendations.models import Dropped
from mithaq.recommendations.queries import unplaced
from mithaq.recommendations.queries.fates import lineage_of, shares
from mithaq.recommendations.queries.table import on_the_table
from mithaq.recommendations.vocabulary import Fate, Reply
from mithaq.taskforces.domain.set_up import enrol
from mithaq.taskforces.vocabulary import GroupRole
from tests.factories.house import a_group, a_house, a_paper, a_point, a_seated
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

pytestmark = pytest.mark.django_db

WHY = {"en": "Said elsewhere.", "ar": "قيل في موضع آخر."}


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def group(house):
    return a_group(house)


@pytest.fixture
def four(house, group):
    return list(a_paper(house, recommendations=4, group=group).recommendations.all())


@pytest.fixture
def chair(house, group):
    seat = a_seated(house)
    enrol(group, seat.organisation, GroupRole.CHAIR, house.at.date(), **house.by_us)
    return seat


def fates(house):
    return [line.fate for line in lineage_of(house.cycle, house.secretariat, house.at)]


def proposal(house, one):
    lines = lineage_of(house.cycle, house.secretariat, house.at)
    return next(line.proposal for line in lines if line.one == one)


def test_each_recommendation_has_exactly_one_fate(house, four):
    a_point(house, four[:1])
    a_point(house, four[1:3])
    assert fates(house) == [Fate.CARRIED, Fate.MERGED, Fate.MERGED, Fate.OPEN]
    drop(house.cycle, four[3:], WHY, **house.by_us)
    assert fates(house) == [Fate.CARRIED, Fate.MERGED, Fate.MERGED, Fate.DROPPED]
    whole = shares(lineage_of(house.cycle, house.secretariat, house.at), "group")
    assert [(share.total, [count for _fate, count in share.fates]) for share in whole] == [(4, [1, 2, 1, 0])]


def test_what_is_dropped_leaves_the_table_with_its_reason_seat_and_time_and_is_taken_up_again(house, four):
    drop(house.cycle, four[:2], {"en": " Said elsewhere. ", "ar": ""}, **house.by_us)
    row = Dropped.objects.first()
    assert (row.reason, row.seat, row.at) == ({"en": "Said elsewhere."}, house.secretariat, house.at)
    assert [item.number for item in on_the_table(house.cycle, house.at).items] == [3, 4]
    assert unplaced(house.cycle).count() == 2
    take_up(house.cycle, four[:1], **house.by_us)
    assert fates(house) == [Fate.OPEN, Fate.DROPPED, Fate.OPEN, Fate.OPEN]
    verbs = list(Act.objects.order_by("-sequence").values_list("verb", flat=True)[:2])
    assert verbs == ["recommendations.taken_up", "recommendations.dropped"]


def test_dropping_is_a_step_that_can_be_taken_back_and_done_again(house, four):
    step = drop(house.cycle, four, WHY, **house.by_us)
    before = list(Dropped.objects.values_list("recommendation", "reason", "seat", "at"))
    back = take_back(step, **house.by_us)
    assert set(fates(house)) == {Fate.OPEN}
    take_back(back, **house.by_us)
    assert list(Dropped.objects.values_list("recommendation", "reason", "seat", "at")) == before


def test_a_drop_is_taken_back_in_whatever_zone_its_time_was_said(house, four):
    at = house.at.astimezone(ZoneInfo("Asia/Riyadh"))
    step = drop(house.cycle, four[:1], {"en": "Said elsewhere."}, seat=house.secretariat, at=at)
    take_back(step, **house.by_us)
    assert not Dropped.objects.exists()


@pytest.mark.parametrize("reason", [{}, {"en": "  "}], ids=["none", "blanks"])
def test_nothing_is_dropped_without_a_reason(house, four, reason):
    with pytest.raises(Refused, match="Say why"):
        drop(house.cycle, four, reason, **house.by_us)


def test_nothing_is_both_dropped_and_in_a_point(house, four):
    a_point(house, four[:1])
    with pytest.raises(Refused, match="both go into a point and be dropped"):
        drop(house.cycle, four[:1], WHY, **house.by_us)
    drop(house.cycle, four[1:2], WHY, **house.by_us)
    with pytest.raises(Refused, match="both go into a point and be dropped"):
        gather(house.cycle, "more", {"en": "More"}, four[1:2], **house.by_us)


def test_only_those_who_consolidate_drop_and_close(house, four, chair):
    with pytest.raises(Refused):
        drop(house.cycle, four, WHY, seat=chair, at=house.at)
    drop(house.cycle, four, WHY, **house.by_us)
    with pytest.raises(Refused):
        close(house.cycle, seat=chair, at=house.at)


def test_closing_is_refused_while_one_is_open_and_says_which(house, four):
    point = a_point(house, four[:3])
    with pytest.raises(Refused, match=r"1 recommendation is still open.*4 Plant tree 4"):
        close(house.cycle, **house.by_us)
    drop(house.cycle, four[3:], WHY, **house.by_us)
    close(house.cycle, **house.by_us)
    for late in (
        lambda: take_from(point, four[:1], **house.by_us),
        lambda: word(point, {"en": "Other words."}, **house.by_us),
        lambda: take_up(house.cycle, four[3:], **house.by_us),
        lambda: read_in(a_paper(house), [Read(text="Late.", language="en")], **house.by_us),
        lambda: close(house.cycle, **house.by_us),
    ):
        with pytest.raises(Refused, match="consolidation is closed"):
            late()


def test_a_closed_consolidation_is_opened_again_with_a_reason(house, four):
    with pytest.raises(Refused, match="open already"):
        reopen(house.cycle, "Late.", **house.by_us)
    drop(house.cycle, four, WHY, **house.by_us)
    close(house.cycle, **house.by_us)
    with pytest.raises(Refused, match="Say why"):
        reopen(house.cycle, "  ", **house.by_us)
    reopen(house.cycle, "A paper came late.", **house.by_us)
    take_up(house.cycle, four, **house.by_us)
    assert Act.objects.order_by("-sequence")[1].verb == "consolidation.reopened"


def test_an_empty_year_is_not_closed(house):
    with pytest.raises(Refused, match="nothing to close"):
        close(house.cycle, **house.by_us)


# The groups' answers ------------------------------------------------------------------------------------------------


def test_the_chair_of_the_group_answers_while_it_is_asked(house, four, chair):
    point = a_point(house, four[:2])
    seen = proposal(house, four[0])
    by_chair = {"seat": chair, "at": house.at}
    with pytest.raises(Refused, match="not being taken"):
        answer_to(four[0], seen, Reply.AGREES, **by_chair)
    ask(house.cycle, house.at + timedelta(days=2), **house.by_us)
    answer_to(four[0], seen, Reply.OBJECTS, "It loses the trees.", **by_chair)
    first, second, *_rest = lineage_of(house.cycle, house.secretariat, house.at)
    assert (first.is_objected, first.is_answered, second.answer) == (True, True, None)
    with the_clock_at(house.at):
        page = page_of(a_visitor(house.secretariat), f"/en/points/{point.public_id}/")
    assert "It loses the trees." in page
    word(point, {"en": "We plant all trees."}, **house.by_us)
    first, *_rest = lineage_of(house.cycle, house.secretariat, house.at)
    assert (first.is_objected, first.is_answered) == (True, False)
    with pytest.raises(Refused, match="changed since you looked"):
        answer_to(four[0], seen, Reply.AGREES, **by_chair)
    with pytest.raises(Refused, match="not being taken"):
        answer_to(four[0], proposal(house, four[0]), Reply.AGREES, seat=chair, at=house.at + timedelta(days=2))


def test_answers_need_words_a_proposal_and_the_chair(house, four, chair):
    ask(house.cycle, house.at + timedelta(days=2), **house.by_us)
    a_point(house, four[:2])
    seen = proposal(house, four[0])
    with pytest.raises(Refused, match="in words"):
        answer_to(four[0], seen, Reply.OBJECTS, " ", seat=chair, at=house.at)
    with pytest.raises(Refused, match="Choose whether"):
        answer_to(four[0], seen, "shrugs", seat=chair, at=house.at)
    with pytest.raises(Refused, match="Nothing is proposed"):
        answer_to(four[3], seen, Reply.AGREES, seat=chair, at=house.at)
    with pytest.raises(Refused, match="Those who chair"):
        answer_to(four[0], seen, Reply.AGREES, seat=a_seated(house), at=house.at)
    with pytest.raises(Refused, match="need time"):
        ask(house.cycle, house.at, **house.by_us)


def test_what_a_group_owes_stands_on_its_chairs_desk_until_it_is_answered(house, four, chair):
    a_point(house, four[:1])
    ask(house.cycle, house.at + timedelta(days=2), **house.by_us)
    with the_clock_at(house.at):
        assert "Your group is asked about 1 recommendation" in page_of(a_visitor(chair), "/en/")
        answer_to(four[0], proposal(house, four[0]), Reply.AGREES, seat=chair, at=house.at)
        assert "Your group is asked" not in page_of(a_visitor(chair), "/en/")
        assert "Your group is asked" not in page_of(a_visitor(a_seated(house)), "/en/")


# Pages --------------------------------------------------------------------------------------------------------------


def test_fates_are_working_matter_until_the_points_are_public(house, four):
    a_point(house, four[:3])
    drop(house.cycle, four[3:], WHY, **house.by_us)
    places = ["/en/coverage/", f"/en/recommendations/{four[3].public_id}/fate/", "/en/coverage/lineage.csv"]
    with the_clock_at(house.at):
        assert [a_visitor().get(place).status_code for place in places] == [404, 404, 404]
        disclose(house.cycle, **house.by_us)
        assert [a_visitor().get(place).status_code for place in places] == [200, 200, 200]
        assert "Said elsewhere." in page_of(a_visitor(), places[1])


def test_everyone_who_proposed_finds_where_theirs_went_in_the_points_own_words(house, group, four):
    point = a_point(house, four[:2])
    drop(house.cycle, four[2:3], WHY, **house.by_us)
    with the_clock_at(house.at):
        visitor = a_visitor(house.secretariat)
        for of in (f"group/{group.public_id}", f"paper/{four[0].paper.public_id}", "named/Tunis"):
            page = page_of(visitor, f"/en/fates/{of}/")
            assert page.count(point.texts.get(language="en").text) == 2
            assert "Said elsewhere." in page
        assert "Said elsewhere." not in page_of(visitor, "/en/fates/named/Tunis/?fate=merged")
        for unknown in ("named/Nobody", "group/nothing", "moon/Tunis", "organisation/x"):
            assert visitor.get(f"/en/fates/{unknown}/").status_code == 404


def test_a_person_drops_takes_up_and_closes_in_the_browser(house, four):
    a_point(house, four[:3])
    there = f"/en/recommendations/{four[3].public_id}/"
    with the_clock_at(house.at):
        visitor = a_visitor(house.secretariat)
        assert "4 Plant tree 4" in visitor.post("/en/coverage/closing/").content.decode()
        assert visitor.post(f"{there}dropping/", {"reason_en": ""}).status_code == 422
        assert visitor.post(f"{there}dropping/", {"reason_en": "Too late."}).status_code == 302
        assert "Too late." in page_of(visitor, f"{there}fate/")
        assert visitor.post("/en/coverage/closing/").status_code == 302
        assert "The consolidation is closed" in page_of(visitor, "/en/coverage/")
        assert visitor.post("/en/coverage/closing/", {"reason": ""}).status_code == 422
        assert visitor.post("/en/coverage/closing/", {"reason": "One more."}).status_code == 302
        assert visitor.post(f"{there}dropping/").status_code == 302
    assert fates(house)[3] == Fate.OPEN


def test_the_secretariat_asks_and_the_chair_answers_in_the_browser(house, four, chair, group):
    a_point(house, four[:2])
    there = f"/en/recommendations/{four[0].public_id}/answers/"
    with the_clock_at(house.at):
        day = (house.at + timedelta(days=3)).date().isoformat()
        assert a_visitor(house.secretariat).post("/en/coverage/asking/", {"until": day}).status_code == 302
        visitor = a_visitor(chair)
        assert "Your group is asked" in page_of(visitor, f"/en/fates/group/{group.public_id}/")
        said = {"reply": "objects", "proposal": proposal(house, four[0])}
        assert visitor.post(there, said).status_code == 422
        assert visitor.post(there, said | {"words": "No."}).status_code == 302
        assert a_visitor(a_seated(house)).post(there, said).status_code == 404
        assert "the group objects" in page_of(visitor, "/en/coverage/")


def test_pages_ask_as_often_for_a_hundred_as_for_one(house, group):
    asked = []
    for number in (1, 99):
        paper = a_paper(house, recommendations=number, group=group)
        of_it = list(paper.recommendations.all())
        a_point(house, of_it[: max(1, number // 2)])
        places = [
            "/en/coverage/",
            "/en/coverage/closing/",
            f"/en/fates/group/{group.public_id}/",
            f"/en/recommendations/{of_it[0].public_id}/fate/",
        ]
        with the_clock_at(house.at):
            asked.append([len(queries_of(a_visitor(house.secretariat), place)) for place in places])
    assert asked[0] == asked[1]
    assert max(asked[1]) <= 8


# Files --------------------------------------------------------------------------------------------------------------


def test_the_whole_lineage_is_taken_along_in_three_kinds_of_files_without_formulas(house, four):
    point = a_point(house, four[:1])
    drop(house.cycle, four[1:2], {"en": "=HYPERLINK(1)"}, **house.by_us)
    with the_clock_at(house.at):
        files = {
            ending: a_visitor(house.secretariat).get(f"/en/coverage/lineage.{ending}").content
            for ending in ("csv", "xlsx", "json")
        }
        assert a_visitor(house.secretariat).get("/en/coverage/lineage.exe").status_code == 404
    records = json.loads(files["json"])
    assert [one["fate"] for one in records] == ["carried", "dropped", "open", "open"]
    assert records[0]["point"] == point.public_id
    assert records[1]["reason"] == {"en": "=HYPERLINK(1)"}
    rows = list(csv.DictReader(io.StringIO(files["csv"].decode("utf-8-sig"))))
    assert [row["fate"] for row in rows] == [one["fate"] for one in records]
    assert rows[1]["reason_en"] == "'=HYPERLINK(1)"
    sheet = openpyxl.load_workbook(io.BytesIO(files["xlsx"])).active
    assert sheet.max_row == 5
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}


def test_the_picture_shows_each_recommendation_on_its_way_and_leads_to_it(house, four):
    point = a_point(house, four[:2])
    drop(house.cycle, four[2:3], WHY, **house.by_us)
    with the_clock_at(house.at):
        page = page_of(a_visitor(house.secretariat), "/en/coverage/flow/")
        turned = page_of(a_visitor(house.secretariat), "/ar/coverage/flow/")
    assert page.count('class="ribbon"') == 4
    for one in four:
        assert f"/en/recommendations/{one.public_id}/fate/" in page
    assert f"→ {point.title}" in page
    assert page != turned


def test_with_a_thousand_each_paper_has_one_bar(house, group):
    for _paper in range(2):
        a_paper(house, recommendations=150, group=group)
    with the_clock_at(house.at):
        page = page_of(a_visitor(house.secretariat), "/en/coverage/flow/")
    assert page.count('class="ribbon"') == 2
    assert "each paper has one bar" in page
