"""The negotiation of the text, played: rounds, what the cities sent, what was decided, translations, positions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from mithaq.communique.domain.call_round import call_round
from mithaq.communique.domain.compile import compile_draft
from mithaq.communique.domain.remark import answer_comment
from mithaq.communique.domain.settle import settle
from mithaq.communique.domain.silence import Against, break_silence, open_silence
from mithaq.communique.domain.state import state
from mithaq.communique.domain.take_position import take_position
from mithaq.communique.domain.translate import approve, translate
from mithaq.communique.models import Clause, Comment, Draft, Round, Silence, Translation
from mithaq.communique.queries import clauses_of, in_order
from mithaq.communique.queries.exported import draft_text
from mithaq.communique.queries.tabled import Tabled, table_of
from mithaq.communique.vocabulary import ClauseKind, Outcome
from mithaq.foundation.permissions import Refused
from mithaq.rehearsal.addressed import addressed
from mithaq.rehearsal.negotiation import (
    AnswerLine,
    BreakLine,
    PositionLine,
    ReturnedLine,
    RoundLine,
    SettledLine,
    SilenceLine,
    StatementLine,
    TranslationLine,
)
from mithaq.rehearsal.returned import returned_as_file

if TYPE_CHECKING:
    from mithaq.rehearsal.scenes import Played, Scene


@dataclass
class Table:
    """The table at which the text is negotiated: its clauses by the keys of the folder, and its rounds."""

    played: Played
    clauses: dict[str, Clause] = field(default_factory=dict)
    rounds: dict[str, Round] = field(default_factory=dict)
    silences: dict[str, Silence] = field(default_factory=dict)
    #: By draft: what its copies state, and what lay before it when its first settlement was made.
    _stated: dict[int, dict[str, str]] = field(default_factory=dict)
    _before: dict[int, list[Tabled]] = field(default_factory=dict)

    def scenes(self) -> Iterator[Scene]:
        """Every act of the negotiation at its time."""
        from mithaq.rehearsal.scenes import Scene

        told = self.played.script.negotiation
        for acts, play in (
            (told.returns, self._return),
            (told.settled, self._settle),
            (told.answers, self._answer),
            (told.positions, self._take),
            (told.breaks, self._break),
            (told.statements, self._state),
        ):
            yield from (Scene(one.at, one, partial(play, one)) for one in acts)
        for one in told.rounds:
            yield Scene(one.called_at, one, partial(self._call, one))
            if one.compiled_at:
                yield Scene(one.compiled_at, one, partial(self._compile, one))
        for (at, _clause, _language), some in groupby(
            told.translations, lambda one: (one.at, one.clause, one.language)
        ):
            lines = list(some)
            proposed: list[Translation] = []
            yield Scene(at, lines[0], partial(self._translate, lines, proposed))
            yield Scene(lines[-1].approved_at, lines[-1], partial(self._approve, lines[-1], proposed))
        for silence in told.silences:
            yield Scene(silence.opens, silence, partial(self._open_silence, silence))

    def addresses(self, draft: Draft) -> tuple[dict[str, str], dict[str, str]]:
        """What the keys of the folder's Word files stand for before this draft."""
        if draft.pk not in self._stated:
            drafts = {f"draft-{one.number}": draft_text(one).hash for one in draft.text.drafts.all()}
            self._stated[draft.pk] = {**drafts, "the-text": draft.text.public_id}
        return {key: clause.public_id for key, clause in self.clauses.items()}, self._stated[draft.pk]

    def _call(self, line: RoundLine) -> None:
        by: Any = {"seat": self.played.secretariat, "at": line.called_at}
        self.rounds[line.key] = call_round(self.played.text, line.opens, line.closes, line.language, **by)
        if not self.clauses:
            self._name_clauses(self.rounds[line.key].draft)

    def _name_clauses(self, draft: Draft) -> None:
        """Know the clauses of the first draft by the keys of what they were composed of."""
        script, language = self.played.script, draft.text.cycle.authentic[0]
        headings = {one.title.in_language(language): one.key for one in script.pillars}
        points = {(one.text or one.title).in_language(language): one.key for one in script.points}
        for _depth, placed in in_order(clauses_of(draft)):
            words = placed.words.in_language(language)
            known = {ClauseKind.HEADING: headings, ClauseKind.POINT: points}.get(ClauseKind(placed.clause.kind))
            key = known.get(words) if known is not None else str(placed.clause.kind)
            if key:
                self.clauses.setdefault(key, placed.clause)

    def _return(self, line: ReturnedLine) -> None:
        about, city = self._round(line.round), self.played.organisations[line.organisation]
        seat = self.played.seats[line.seat] if line.seat else self.played.secretariat
        docx = addressed(line.content, *self.addresses(about.draft))
        returned_as_file(about, city, docx, line.name, line.left_out, seat=seat, at=line.at)

    def _settle(self, line: SettledLine) -> None:
        about = self._round(line.round)
        language = line.language or about.language
        clause = self._clause(line.clause)
        cities = {self.played.organisations[key].pk for key in line.organisations}
        if about.draft_id not in self._before:
            self._before[about.draft_id] = table_of(about.draft)
        chosen = [
            one
            for one in self._before[about.draft_id]
            if one.amendment.clause_id == clause.pk
            and one.amendment.kind == line.kind
            and one.amendment.language in (language, "")
            and one.city.pk in cities
        ]
        if {one.city.pk for one in chosen} != cities:
            raise Refused(_("Not all these cities ask for something like this at this clause."))
        wording = _adopted(chosen[0], line) if line.outcome == Outcome.CHANGED else ""
        names = [one.amendment.public_id for one in chosen]
        settle(about, names, line.outcome, line.reason, wording=wording, seat=self.played.secretariat, at=line.at)

    def _answer(self, line: AnswerLine) -> None:
        clause = self._clause(line.clause) if line.clause else None
        found = Comment.objects.filter(
            returned__round=self._round(line.round),
            returned__organisation=self.played.organisations[line.organisation],
            clause=clause,
            answer=None,
        )
        for one in found.order_by("-returned__released_at", "id"):
            answer_comment(one, line.said, seat=self.played.secretariat, at=line.at)

    def _compile(self, line: RoundLine) -> None:
        if line.compiled_at:
            draft = compile_draft(self._round(line.key), seat=self.played.secretariat, at=line.compiled_at)
            self._name_what_came(line.key, draft)

    def _name_what_came(self, about: str, draft: Draft) -> None:
        """Know the clauses that came by the keys of the rows with which they were adopted: each stands behind the one
        that the row is about."""
        named = {clause.pk for clause in self.clauses.values()}
        order = [placed.clause for _depth, placed in in_order(clauses_of(draft))]
        for line in self.played.script.negotiation.settled:
            if line.round == about and line.key:
                place = order.index(self._clause(line.clause)) + 1
                if order[place].pk in named:
                    raise Refused(_("No clause came behind this one."))
                self.clauses[line.key] = order[place]

    def _translate(self, lines: list[TranslationLine], proposed: list[Translation]) -> None:
        first = lines[0]
        clause = self._clause(first.clause)
        said = self._words(clause, first.language)
        for line in lines:
            said = _with(said, line.find, line.put)
        by: Any = {"seat": self.played.seats[first.by], "at": first.at}
        proposed.append(translate(clause, first.language, said, **by))

    def _approve(self, line: TranslationLine, proposed: list[Translation]) -> None:
        approve(proposed[-1], seat=self.played.seats[line.approved_by], at=line.approved_at)

    def _take(self, line: PositionLine) -> None:
        clause = self._clause(line.clause) if line.clause else None
        seat = self.played.seats[line.seat]
        take_position(self.played.text, clause, line.stance, line.reason, seat=seat, at=line.at)

    def _open_silence(self, line: SilenceLine) -> None:
        by: Any = {"seat": self.played.secretariat, "at": line.opens}
        self.silences[line.key] = open_silence(self.played.text, line.expires, **by)

    def _break(self, line: BreakLine) -> None:
        if line.silence not in self.silences:
            raise Refused(_("This silence has not been opened yet at this instant."))
        clause = self._clause(line.clause)
        wording = _with(self._words(clause, line.language), line.find, line.put) if line.put else ""
        against = [Against(clause, line.language, wording)]
        seat = self.played.seats[line.seat]
        break_silence(self.silences[line.silence], against, line.reason, seat=seat, at=line.at)

    def _state(self, line: StatementLine) -> None:
        clause = self._clause(line.clause) if line.clause else None
        seat = self.played.seats[line.seat]
        state(self.played.text, clause, line.kind, line.words, seat=seat, at=line.at)

    def _words(self, clause: Clause, language: str) -> str:
        """The words of a clause in the latest draft."""
        latest = clauses_of(self.played.text.drafts.latest("number"))
        words = next(one.words for _depth, one in in_order(latest) if one.clause.pk == clause.pk)
        return words.get(language, "")

    def _round(self, key: str) -> Round:
        if key not in self.rounds:
            raise Refused(_("This round has not been called yet at this instant."))
        return self.rounds[key]

    def _clause(self, key: str) -> Clause:
        if key not in self.clauses:
            raise Refused(_("The text has no such clause yet at this instant."))
        return self.clauses[key]


def _adopted(one: Tabled, line: SettledLine) -> str:
    """What is adopted in the place of what was asked for: over the words of the new clause, or of the draft."""
    return _with(one.base or one.words, line.find, line.put)


def _with(words: str, find: str, put: str) -> str:
    if find and find not in words:
        raise Refused(_("The words that this row looks for do not stand there."))
    return words.replace(find, put, 1) if find else put
