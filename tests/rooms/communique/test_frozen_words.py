"""Once a text is frozen, the database itself refuses to change it, on both databases."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from mithaq.communique.domain.compose import Composed, begin_text, compose
from mithaq.communique.domain.freeze import hash_of
from mithaq.communique.models import Clause, Draft, Freezing, Placement, Text, Wording
from mithaq.communique.vocabulary import ClauseKind
from tests.factories.house import a_frozen_text, a_house

pytestmark = pytest.mark.django_db

TABLES = [
    "communique_placement",
    "communique_placement_wordings",
    "communique_wording",
    "communique_clause",
    "communique_draft",
    "communique_freezing",
]


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def frozen(house):
    return a_frozen_text(house)


@pytest.fixture
def open_draft(house, frozen):
    """Another text of the same year that is still negotiated."""
    text = begin_text(house.cycle, "statement", "statement", {"en": "Statement", "ar": "بيان"}, **house.by_us)
    clause = Composed(ClauseKind.POINT, {"en": "We meet.", "ar": "نلتقي."})
    return compose(text, [clause, clause], **house.by_us)


def refused(statement, *values):
    with pytest.raises(IntegrityError, match="what was frozen is final"), transaction.atomic():
        connection.cursor().execute(statement, values)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE communique_wording SET text = 'We promise nothing.'",
        "UPDATE communique_wording SET hash = ''",
        "DELETE FROM communique_wording",
        "UPDATE communique_placement SET position = position + 10",
        "UPDATE communique_placement SET parent_id = NULL",
        "DELETE FROM communique_placement",
        "UPDATE communique_placement_wordings SET wording_id = 1",
        "DELETE FROM communique_placement_wordings",
        "UPDATE communique_clause SET kind = 'closing'",
        "UPDATE communique_clause SET public_id = 'another'",
        "DELETE FROM communique_clause",
        "UPDATE communique_draft SET number = 7",
        "DELETE FROM communique_draft",
        "UPDATE communique_freezing SET hash = 'another'",
        "DELETE FROM communique_freezing",
        """UPDATE communique_text SET title = '{"en": "Another"}'""",
    ],
)
def test_a_frozen_text_cannot_be_changed_past_the_verbs(frozen, statement):
    refused(statement)
    assert hash_of(frozen.freezing.draft) == frozen.freezing.hash


def test_nothing_is_put_into_a_frozen_draft(house, frozen):
    draft = frozen.freezing.draft
    clause = Clause.objects.create(text=frozen, kind=ClauseKind.POINT)
    wording = Wording.objects.create(clause=clause, language="en", text="And more.", hash="0" * 64)
    with pytest.raises(IntegrityError, match="what was frozen is final"), transaction.atomic():
        Placement.objects.create(draft=draft, clause=clause, position=99)
    with pytest.raises(IntegrityError, match="what was frozen is final"), transaction.atomic():
        draft.placements.first().wordings.add(wording)
    assert hash_of(draft) == frozen.freezing.hash


def test_a_place_in_another_draft_cannot_be_carried_into_a_frozen_one(frozen, open_draft):
    refused(
        "UPDATE communique_placement SET draft_id = %s, position = 50 WHERE draft_id = %s",
        frozen.freezing.draft_id,
        open_draft.pk,
    )


def test_a_text_that_is_still_negotiated_can_be_rearranged(open_draft):
    first, second = open_draft.placements.order_by("position")
    Placement.objects.filter(pk=first.pk).update(position=9)
    second.wordings.clear()
    second.delete()
    assert open_draft.placements.get().position == 9


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "statement",
    [
        (
            "INSERT OR REPLACE INTO communique_wording (id, clause_id, language, text, hash)"
            " SELECT id, clause_id, language, 'Another.', hash FROM communique_wording"
        ),
        (
            "INSERT OR REPLACE INTO communique_wording (clause_id, language, text, hash)"
            " SELECT clause_id, language, 'Another.', hash FROM communique_wording"
        ),
        "INSERT OR REPLACE INTO communique_placement SELECT * FROM communique_placement",
        "INSERT OR REPLACE INTO communique_placement_wordings SELECT * FROM communique_placement_wordings",
        "INSERT OR REPLACE INTO communique_clause SELECT * FROM communique_clause",
        "INSERT OR REPLACE INTO communique_draft SELECT * FROM communique_draft",
        "INSERT OR REPLACE INTO communique_freezing SELECT * FROM communique_freezing",
    ],
)
def test_sqlite_refuses_to_replace_what_was_frozen(frozen, statement):
    refused(statement)
    assert hash_of(frozen.freezing.draft) == frozen.freezing.hash


@pytest.mark.postgresql
@pytest.mark.parametrize("table", TABLES)
def test_postgresql_refuses_to_empty_the_tables(frozen, table):
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    refused(f"TRUNCATE {table} CASCADE")


def test_of_the_frozen_text_everything_is_still_there(frozen):
    counted = [model.objects.count() for model in (Text, Draft, Freezing, Clause, Placement, Wording)]
    assert counted == [1, 1, 1, 3, 3, 6]
