"""Suggestions as people see them: groups with reasons, and what to look at side by side."""

from __future__ import annotations

import numpy as np
import pytest

from mithaq.core.consolidation.contrasts import Contrast, direction, quantities
from mithaq.core.consolidation.grouping import Decisions
from mithaq.core.consolidation.reasons import Addressee, Phrases, addressee_of
from mithaq.core.consolidation.suggest import compared, laid_out, lying, ordered
from mithaq.core.meaning import Shapes, vectors_by_many

TEXTS = [
    "Governments should increase public funding for urban transport by 30% by 2030.",
    "National governments should reduce public funding for urban transport.",
    "Governments should increase public funding for urban transport by 50% by 2030.",
    "Protect urban rivers from plastic waste.",
    "Cities should protect their urban rivers against plastic waste.",
    "Cities should ban cars from the historic centre.",
    "Cities should not ban cars from the historic centre.",
    "Build affordable housing near jobs.",
    "Open municipal data to everybody.",
    "Train teachers for climate education.",
    "Keep libraries open on Sundays.",
    "Measure the heat in every street.",
]


def laid(texts=TEXTS, **more):
    return laid_out(texts, ["en"] * len(texts), Shapes().vectors(texts), **more)


def contrasts(table) -> dict[tuple[int, int], Contrast]:
    return {(pair.one, pair.other): pair.contrast for pair in table.beside}


def test_opposites_are_shown_and_never_put_together():
    table = laid()
    assert contrasts(table)[0, 1] is Contrast.OPPOSITE
    assert contrasts(table)[5, 6] is Contrast.OPPOSITE
    for points in range(2, len(TEXTS)):
        for group in table.groups(points=points):
            assert not {0, 1} <= set(group.members)
            assert not {5, 6} <= set(group.members)


@pytest.mark.parametrize(
    ("language", "asked", "denied", "differs"),
    [
        ("es", "Gravar las viviendas vacías del centro.", "No gravar las viviendas vacías del centro.", "no"),
        ("fr", "Taxer les logements vides du centre.", "Ne pas taxer les logements vides du centre.", "ne"),
        ("fr", "Augmentez les loyers des logements.", "N’augmentez pas les loyers des logements.", "n'augmentez"),
        ("pt", "Tributar as casas vazias do centro.", "Não tributar as casas vazias do centro.", "nao"),
        ("de", "Leere Wohnungen im Zentrum besteuern.", "Leere Wohnungen im Zentrum nicht besteuern.", "nicht"),
        ("ar", "فرض الضرائب على المساكن الشاغرة", "عدم فرض الضرائب على المساكن الشاغرة", "عدم"),
        ("en", "Tax empty homes in the centre.", "Do not tax empty homes in the centre.", "not"),
    ],
)
def test_a_demand_and_its_denial_are_opposites_in_any_language(language, asked, denied, differs):
    others = ["Plantar árboles.", "Mesurer la chaleur.", "Open municipal data.", "Proteger os rios."]
    texts = [asked, denied, *others]
    table = laid_out(texts, [language] * len(texts), Shapes().vectors(texts))
    (found,) = (pair for pair in table.beside if (pair.one, pair.other) == (0, 1))
    assert (found.contrast, found.differs[1]) == (Contrast.OPPOSITE, differs)


def test_what_is_asked_for_without_delay_is_no_opposite():
    texts = ["Plant trees along the rivers without delay.", "Plant trees along the rivers.", *TEXTS[7:]]
    assert contrasts(laid(texts)).get((0, 1)) is not Contrast.OPPOSITE


def test_people_may_put_opposites_together():
    groups = laid(decisions=Decisions(together=frozenset({(5, 6)}))).groups(points=8)
    assert any({5, 6} <= set(group.members) for group in groups)


def test_the_same_with_other_numbers_is_not_called_the_same():
    assert contrasts(laid())[0, 2] is Contrast.OTHER_NUMBERS
    assert contrasts(laid([*TEXTS, TEXTS[9]]))[9, 12] is Contrast.SAME


def test_a_group_says_what_its_members_share():
    group = next(group for group in laid().groups(points=10) if 3 in group.members)
    assert group.members == (3, 4)
    assert {"urban rivers", "plastic waste"} <= set(group.reason.phrases)


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("en", ["Cities should measure air.", "Ministries should fund trams through their banks."]),
        ("ar", ["ينبغي للمدن قياس الهواء خلال السنة.", "ينبغي للوزارات تمويل القطار خلال العقد."]),
        ("fr", ["Chaque ville doit mesurer.", "Chaque ministère doit financer."]),
        ("ru", ["Города должны измерять.", "Министры должны платить."]),
    ],
)
def test_words_that_name_no_subject_are_no_reason(language, texts):
    of_both = Phrases.of([*texts, "Rivers", "Gardens"], [language] * 4)
    assert of_both.shared([0, 1]) == ()


def test_only_the_nearest_few_dozen_count():
    texts = [f"{text} {place}" for place in range(10) for text in TEXTS]
    near = compared(texts, ["en"] * len(texts), Shapes().vectors(texts)).neighbours
    assert near.places.shape == (len(texts), 32)
    assert all(near.closeness[one, other] > 0 for one in range(len(texts)) for other in near.places[one])


def test_what_stands_alone_has_no_reason():
    alone = next(group for group in laid().groups(closeness=0.99) if group.members == (10,))
    assert alone.reason.phrases == ()
    assert alone.reason.is_meaning_alone


@pytest.mark.parametrize("texts", [[], ["One alone."], ["Two of", "them."], [""], ["", ""], ["٠", "—"]])
def test_few_and_empty_texts_are_laid_out_too(texts):
    groups = laid(texts).groups(points=1)
    assert sorted(member for group in groups for member in group.members) == list(range(len(texts)))


@pytest.mark.parametrize(
    ("text", "towards", "word"),
    [
        ("Increase the share of trees", 1, "increase"),
        ("Cities should not increase fares", -1, "increase"),
        ("على الحكومات خفض الدعم", -1, "خفض"),
        ("يجب زيادة الدعم", 1, "زياده"),
        ("عدم رفع الرسوم", -1, "رفع"),
    ],
)
def test_a_demand_has_a_direction(text, towards, word):
    found = direction(text)
    assert found
    assert (found.towards, found.word) == (towards, word)


def test_a_demand_without_a_direction_has_none():
    assert direction("Rivers and heat") is None


def test_quantities_are_read_in_all_digits():
    assert quantities("by ٣٠٪ before ٢٠٣٠") == quantities("by 30 % before 2030") == {"30%", "2030"}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("G20 leaders should fund cities", Addressee.LEADERS),
        ("Cities should plant trees", Addressee.CITIES),
        ("على الحكومات تمويل المدن", Addressee.GOVERNMENTS),
        ("ندعو البلديات إلى فتح بياناتها", Addressee.CITIES),
        ("Plant trees", None),
    ],
)
def test_the_addressee_is_whom_the_opening_names(text, who):
    assert addressee_of(text) is who


def test_vectors_made_by_several_hands_are_those_made_by_one():
    texts = [f"{text} {place}" for place in range(6) for text in TEXTS]
    alone = np.concatenate(list(vectors_by_many(texts, 1)))
    together = np.concatenate(list(vectors_by_many(texts, 2)))
    assert together.shape == alone.shape
    assert np.allclose(alone, together)


# One more recommendation ----------------------------------------------------------------------------------------------

WORDS = {
    "en": "river city plan fund protect build school heat flood tree budget reduce increase women market tax water",
    "ar": "نهر مدينة خطة تمويل حماية بناء مدرسة حرارة فيضان شجرة ميزانية خفض زيادة نساء سوق ضريبة مياه",
}


def many(count, seed):
    """Texts of two languages with their meanings, some said twice."""
    rng = np.random.default_rng(seed)
    languages = rng.choice(["en", "en", "ar"], count).tolist()
    texts = [" ".join(rng.choice(WORDS[code].split(), rng.integers(3, 9))) for code in languages]
    for _ in range(12):
        one, other = rng.integers(count, size=2)
        texts[one], languages[one] = texts[other], languages[other]
    return texts, languages, Shapes().vectors(texts)


def seen(found, **more):
    """All that was found out, to the last bit."""
    table = ordered(lying(found), **more)
    near = found.near.tocoo()
    told = [table.phrases.shared(members) for members in table.order.cut(points=20)]
    pairs = sorted(zip(near.row.tolist(), near.col.tolist(), near.data.tolist(), strict=True))
    return pairs, found.beside, table.order, told


@pytest.mark.parametrize("count", [30, 97, 430])
@pytest.mark.parametrize("more", [1, 12])
def test_what_comes_later_is_found_as_if_it_had_been_there(count, more):
    texts, languages, meanings = many(count + more, seed=count)
    before = compared(texts[:count], languages[:count], meanings[:count])
    after = compared(texts, languages, meanings, before)
    assert seen(after) == seen(compared(texts, languages, meanings))


def test_what_comes_one_by_one_is_found_as_if_it_had_come_at_once():
    texts, languages, meanings = many(408, seed=1)
    found = None
    for count in range(404, 409):
        found = compared(texts[:count], languages[:count], meanings[:count], found)
    assert seen(found) == seen(compared(texts, languages, meanings))


def test_what_was_compared_before_is_no_help_where_other_texts_came_first():
    texts, languages, meanings = many(402, seed=2)
    before = compared(texts[5:], languages[5:], meanings[5:])
    assert seen(compared(texts, languages, meanings, before)) == seen(compared(texts, languages, meanings))


def test_a_language_that_nobody_spoke_before_is_learned_too():
    texts, _languages, meanings = many(420, seed=3)
    before = compared(texts, ["en"] * 420, meanings)
    after = compared(
        [*texts, "Plantez des arbres."], ["en"] * 420 + ["fr"], np.vstack((meanings, meanings[:1])), before
    )
    assert after.near.shape == (421, 421)


def test_what_was_not_compared_yet_lies_alone_and_what_people_decided_of_it_holds():
    found = compared(TEXTS[:-1], ["en"] * (len(TEXTS) - 1), Shapes().vectors(TEXTS[:-1]))
    places = [*range(len(TEXTS) - 1), None]
    table = ordered(lying(found, places, TEXTS), decisions=Decisions(together=frozenset({(0, 11)})))
    groups = [group.members for group in table.groups(points=9)]
    assert next(group for group in groups if 11 in group)[:1] == (0,)
    assert (11,) in [group.members for group in ordered(lying(found, places, TEXTS)).groups(points=6)]


def test_what_is_no_longer_on_the_table_is_in_no_group():
    found = compared(TEXTS, ["en"] * len(TEXTS), Shapes().vectors(TEXTS))
    places = [place for place in range(len(TEXTS)) if place != 0]
    table = ordered(lying(found, places, [TEXTS[place] for place in places]))
    assert sorted(member for group in table.groups(points=5) for member in group.members) == list(range(11))
    assert {(pair.one, pair.other) for pair in table.beside} == {
        (pair.one - 1, pair.other - 1) for pair in found.beside if pair.one
    }
