"""How far each language of a text is: the state of every clause follows from the draft and what was approved.

One language leads: the working language of the latest round, else the first authentic one. The words of another
authentic language are *approved* while an approved translation ties them to the leading words as both stand now. When
the leading words have changed since, they are *stale*; when they changed themselves, the leading words are. Words that
were never approved are *proposed*. Languages that are not authentic are informal: they stand in no draft.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mithaq.communique.models import Round, Text, Translation
from mithaq.communique.queries import PlacedClause, clauses_of, in_order
from mithaq.communique.vocabulary import TranslationState
from mithaq.core.text import text_hash
from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Organisation
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.things import records_in

_names: Memory[list[Mapping[str, str]]] = Memory(4, kinds=("actors.", "members.", "cycle."))
_remembered: Memory[dict[str, list[Sheet]]] = Memory(8, kinds=("communique.", "cycle."), beside=records_in)
#: A wording by its language and the hash of its words.
Key = tuple[str, str]


@dataclass(frozen=True)
class Sheet:
    """A clause in one language, beside the words that it translates."""

    placed: PlacedClause
    language: str
    state: TranslationState
    #: What it translates, and the words that hold now; each empty where there are none.
    source_language: str
    source: str
    words: str
    #: The proposal that waits for an approval.
    proposal: Translation | None
    #: The latest approval that tied these words to their source.
    approved: Translation | None

    @property
    def shown(self) -> str:
        """The words to be read: those proposed, else those that hold."""
        return self.proposal.wording.text if self.proposal else self.words

    @property
    def is_proposed(self) -> bool:
        """Whether words wait for somebody to set them beside what they say: a translation, or what an amendment in
        this language changed."""
        return self.state == TranslationState.PROPOSED

    @property
    def is_done(self) -> bool:
        """Whether nobody has to do anything."""
        return self.state == TranslationState.APPROVED


def languages_worked_in(text: Text) -> list[str]:
    """The authentic languages of a text, then those into which it is translated informally."""
    authentic = list(text.authentic)
    return authentic + [code for code in text.cycle.working if code not in authentic]


def translations_of(text: Text) -> dict[int, list[Translation]]:
    """The translations of a text's clauses, by clause, in the order in which they were proposed. One query."""
    found: dict[int, list[Translation]] = {}
    rows = Translation.objects.filter(clause__text=text).select_related(
        "source", "wording", "seat__person", "seat__organisation", "approval__seat__person"
    )
    for one in rows.select_related("approval__seat__organisation").order_by("id"):
        found.setdefault(one.clause_id, []).append(one)
    return found


def sheets_of(text: Text) -> dict[str, list[Sheet]]:
    """Every clause of the text's draft (the frozen one, else the latest) in each language, by language. Four queries;
    empty where there is no draft."""
    drafts = list(text.drafts.select_related("round").order_by("-number"))
    if not drafts:
        return {}
    freezing = getattr(text, "freezing", None)
    draft = next(one for one in drafts if freezing is None or one.pk == freezing.draft_id)
    placed = [one for _depth, one in in_order(clauses_of(draft))]
    rounds = (getattr(one, "round", None) for one in drafts)
    return _sheets(text, placed, next((one for one in rounds if one is not None), None))


def remembered_sheets_of(text: Text) -> dict[str, list[Sheet]]:
    """The same, read once for each act: for whoever only shows them."""
    return _remembered.recall(text.pk, None, lambda: sheets_of(text))


def out_of_step(text: Text, placed: Iterable[PlacedClause], about: Round | None) -> dict[int, list[Sheet]]:
    """What is to be done about the authentic languages of clauses that were read already, by the clause's key; `about`
    is the text's latest round. One query."""
    found: dict[int, list[Sheet]] = {}
    for language, sheets in _sheets(text, list(placed), about).items():
        for sheet in sheets if language in text.authentic else ():
            if not sheet.is_done:
                found.setdefault(sheet.placed.clause.pk, []).append(sheet)
    return found


def _sheets(text: Text, placed: Sequence[PlacedClause], about: Round | None) -> dict[str, list[Sheet]]:
    leading = about.language if about else str(text.authentic[0])
    translations = translations_of(text)
    return {
        language: [
            _sheet(one, language, leading, text.authentic, translations.get(one.clause.pk, ())) for one in placed
        ]
        for language in languages_worked_in(text)
    }


def names_in(cycle: Cycle) -> list[Mapping[str, str]]:
    """The names that have a known pair: those of the year's members in each language. One query after each act."""

    def read() -> list[Mapping[str, str]]:
        names = Organisation.objects.filter(memberships__cycle=cycle).order_by("id").values_list("name", flat=True)
        return list(names)

    return _names.recall(cycle.pk, None, read)


def progress_of(sheets: Iterable[Sheet]) -> Mapping[TranslationState, int]:
    """How many clauses are in each state."""
    counted = Counter(one.state for one in sheets)
    return {state: counted[state] for state in TranslationState}


def _sheet(
    placed: PlacedClause,
    language: str,
    leading: str,
    authentic: Sequence[str],
    translations: Sequence[Translation],
) -> Sheet:
    now = {code: (code, text_hash(placed.words[code])) for code in authentic if placed.words.get(code)}
    source = leading if language != leading else _changed(now, leading, translations)
    ours = [one for one in translations if one.language == language]
    approved = [one for one in ours if _is_approved(one)]
    current = now.get(language) if language in authentic else (_key(approved[-1].wording) if approved else None)
    proposal = _open(ours, now.get(source))
    tie = _tie(translations, now.get(source), current)
    if language == leading and source == leading:
        state = TranslationState.APPROVED if current else TranslationState.UNTRANSLATED
    elif proposal is not None:
        state = TranslationState.PROPOSED
    elif current is None:
        state = TranslationState.UNTRANSLATED
    elif tie is not None:
        state = TranslationState.APPROVED
    else:
        state = _untied(translations, language, current, source, language in authentic)
    words = placed.words.get(language, "") if language in authentic else (approved[-1].wording.text if approved else "")
    said = placed.words.get(source, "") if source != language else ""
    return Sheet(placed, language, state, source, said, words, proposal, tie)


def _changed(now: Mapping[str, Key], leading: str, translations: Sequence[Translation]) -> str:
    """The language whose words changed while the leading ones did not, or which alone has words; else the leading."""
    for code, key in now.items():
        if code == leading:
            continue
        if leading not in now:
            return code
        if _tie(translations, now[leading], key) is None:
            last = _last_tie(translations, leading, code)
            if last is not None and now[leading] in last and key not in last:
                return code
    return leading


def _untied(
    translations: Sequence[Translation], language: str, current: Key, source: str, is_authentic: bool
) -> TranslationState:
    """Words that nothing ties to their source: the source changed since they were approved, or nobody approved them."""
    last = _last_tie(translations, source, language)
    if not is_authentic or (last is not None and current in last):
        return TranslationState.STALE
    return TranslationState.PROPOSED


def _tie(translations: Sequence[Translation], one: Key | None, other: Key | None) -> Translation | None:
    if one is None or other is None:
        return None
    tied = [each for each in translations if _is_approved(each) and _ends(each) == {one, other}]
    return tied[-1] if tied else None


def _last_tie(translations: Sequence[Translation], one: str, other: str) -> set[Key] | None:
    tied = [each for each in translations if _is_approved(each) and {code for code, _ in _ends(each)} == {one, other}]
    return _ends(tied[-1]) if tied else None


def _open(ours: Sequence[Translation], source: Key | None) -> Translation | None:
    """The latest of a language's translations, if it waits for an approval and what it translates still holds."""
    last = ours[-1] if ours else None
    return last if last is not None and not _is_approved(last) and _key(last.source) == source else None


def _ends(one: Translation) -> set[Key]:
    return {_key(one.source), _key(one.wording)}


def _key(wording: object) -> Key:
    return wording.language, wording.hash  # type: ignore[attr-defined]


def _is_approved(one: Translation) -> bool:
    return hasattr(one, "approval")
