"""Every verb that is recorded can be told, in both languages, and no sentence is told of a verb that is not."""

from __future__ import annotations

import ast
import re

import pytest
from django.utils.translation import override

from mithaq.foundation.chronicle import sentences
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.chronicle.sentences import sentence_of, verbs_told
from mithaq.taskforces.vocabulary import INNER, MilestoneEvent
from tests.factories.house import a_house
from tests.house.tree import PACKAGE, files_under, shown

PLACEHOLDERS = re.compile(r"%\((\w+)\)")


def verbs_used() -> dict[str, str]:
    """Every verb that is recorded, with the file that records it."""
    used = {}
    for path in files_under(PACKAGE, ".py"):
        for function in functions(ast.parse(path.read_text(encoding="utf-8"))):
            for call in [*calls_of_record(function), *calls_of_record(function, "take_step")]:
                used.update(dict.fromkeys(words(call.args[0], function, path), shown(path)))
            if calls_of_record(function, "record_all"):
                used.update(dict.fromkeys(verbs_written_in(path), shown(path)))
    return used


def verbs_written_in(path) -> set[str]:
    """A verb that does the same to many takes the words of its acts from tables of its module."""
    texts = (
        node.value for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Constant)
    )
    return {text for text in texts if isinstance(text, str) and re.fullmatch(r"[a-z_]+\.[a-z_]+", text)}


def functions(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def calls_of_record(function, name="record"):
    calls = (node for node in ast.walk(function) if isinstance(node, ast.Call))
    return [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == name]


def done_to_a_group(node, path) -> set[str]:
    """What the second word of a group's verb may be: written there, made of a milestone's event, or handed on."""
    if isinstance(node, ast.Constant):
        return {node.value}
    if isinstance(node, ast.JoinedStr):
        return {f"milestone_{event}" for event in MilestoneEvent.values if event != MilestoneEvent.SET}
    calls = calls_of_record(ast.parse(path.read_text(encoding="utf-8")), "_changed")
    return {call.args[3].value for call in calls}


def _names(node, name: str) -> bool:
    """Whether a line gives this name its words."""
    return isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == name


def words(node, function, path) -> set[str]:
    """The words that an expression may stand for: a word, one of two, one of a table, or a name given such words."""
    if isinstance(node, ast.Constant):
        return {node.value}
    if isinstance(node, ast.IfExp):
        return words(node.body, function, path) | words(node.orelse, function, path)
    if isinstance(node, ast.Subscript):
        return verbs_written_in(path)
    if isinstance(node, ast.Call) and node.func.id == "verb_of":
        return {f"{reach}group.{done}" for reach in ("", INNER) for done in done_to_a_group(node.args[1], path)}
    if isinstance(node, ast.Name):
        given = [one for one in ast.walk(function) if _names(one, node.id)]
        return set().union(*(words(one.value, function, path) for one in given))
    raise AssertionError(f"{shown(path)}:{node.lineno}: this verb cannot be read out of the code")


def test_every_verb_that_is_recorded_has_a_sentence_and_every_sentence_a_verb():
    assert set(verbs_used()) == verbs_told()


def test_a_verb_names_its_thing_and_what_was_done():
    assert [verb for verb in verbs_used() if not re.fullmatch(r"[a-z_]+\.[a-z_]+", verb)] == []


@pytest.mark.parametrize("verb", sorted(verbs_told()))
def test_the_sentence_of_a_verb_has_the_same_places_in_both_languages(verb):
    with override("en"):
        english = str(sentences._sentences[verb])
    with override("ar"):
        arabic = str(sentences._sentences[verb])
    assert PLACEHOLDERS.findall(english) == ["who"]
    assert PLACEHOLDERS.findall(arabic) == ["who"]
    assert english.count("%") == arabic.count("%") == 1


def test_an_act_is_told_in_the_readers_language(db):
    a_house()
    act = Act.objects.get(verb="house.founded")
    with override("en"):
        assert sentence_of(act) == "Salma Idris, for Secretariat, founded the house."
    with override("ar"):
        assert "سلمى إدريس" in sentence_of(act)


def test_an_act_of_the_program_itself_is_told_of_the_system(db):
    a_house()
    act = Act.objects.get(verb="cycle.begun")
    act.seat = None
    with override("en"):
        assert sentence_of(act) == "The system opened the year."
