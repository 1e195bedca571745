"""A large negotiation, for the benchmarks: forty cities with forty amendments each on two hundred clauses."""

from __future__ import annotations

import random
from datetime import timedelta

#: The words of its clauses, in both languages.
WORDS = {
    "en": "cities shall protect rivers coasts and gardens with every partner of the year until water is safe",
    "ar": "تحمي المدن الأنهار والسواحل والحدائق مع كل شريك في السنة حتى تصبح المياه آمنة",
}
#: Words in a clause.
LENGTH = 60


def negotiate(cities: int = 40, amendments: int = 40, clauses: int = 200, key: str = "large"):
    """Begin a text with so many clauses and a round, in which so many cities ask for so many amendments each and take
    positions; compile it with a sixteenth adopted, and open the round on the next draft. Returns the text and the
    seconds that compiling took."""
    import time

    from mithaq.communique.domain.call_round import call_round
    from mithaq.communique.domain.compile import compile_draft
    from mithaq.communique.domain.compose import Composed, begin_text, compose
    from mithaq.communique.models import Amendment, Settlement
    from mithaq.communique.vocabulary import ClauseKind, Outcome, TextKind
    from mithaq.cycle.models import Cycle
    from mithaq.foundation import clock
    from mithaq.foundation.actors.models import Seat

    chance, at = random.Random(5), clock.now() - timedelta(days=3)
    seat = Seat.objects.filter(role="secretariat").first()
    by_us = {"seat": seat, "at": at}
    text = begin_text(
        Cycle.objects.get(), key, TextKind.STATEMENT, {"en": "A large statement", "ar": "بيان كبير"}, **by_us
    )
    said = [{code: sentence(chance, code) for code in WORDS} for _each in range(clauses)]
    draft = compose(text, [Composed(ClauseKind.POINT, words) for words in said], **by_us)
    about = call_round(text, at, at + timedelta(hours=1), "en", **by_us)
    ask(about, draft, cities, amendments, chance, at)
    adopted = list(Amendment.objects.filter(returned__round=about).order_by("id")[::16])
    Settlement.objects.bulk_create(
        Settlement(amendment=one, draft=draft, outcome=Outcome.ADOPTED, seat=seat, at=at)
        for one in {one.clause_id: one for one in adopted}.values()
    )
    began = time.perf_counter()
    compile_draft(about, seat=seat, at=at + timedelta(days=1))
    took = time.perf_counter() - began
    call_round(text, at + timedelta(days=1), at + timedelta(days=30), "en", seat=seat, at=at + timedelta(days=1))
    return text, took


def sentence(chance, language: str) -> str:
    """So many words in any order."""
    return " ".join(chance.choices(WORDS[language].split(), k=LENGTH)) + "."


def ask(about, draft, cities: int, amendments: int, chance, at) -> None:
    """A released return of each city, with its amendments and its positions."""
    from mithaq.communique.models import Amendment, Position, Return
    from mithaq.communique.vocabulary import AmendmentKind, Stance
    from mithaq.foundation.actors.models import Mandate, Seat
    from mithaq.members.models import Membership

    placed = list(draft.placements.select_related("clause").prefetch_related("wordings"))
    words = {one.clause_id: next(w for w in one.wordings.all() if w.language == "en") for one in placed}
    members = Membership.objects.filter(organisation__kind="city").order_by("id")[:cities]
    seat, mandate = Seat.objects.filter(role="sherpa").first(), Mandate.objects.first()
    returns = Return.objects.bulk_create(
        Return(round=about, organisation_id=one.organisation_id, begun_by=seat, begun_at=at, given_at=at,
               released_by=seat, released_at=at)
        for one in members
    )  # fmt: skip
    asked, taken = [], []
    for returned in returns:
        for clause in chance.sample(sorted(words), amendments):
            base = words[clause]
            start = chance.choice([0, *(place + 1 for place, sign in enumerate(base.text) if sign == " ")])
            end = (base.text.find(" ", start) + 1 or len(base.text)) - 1
            edits = [[start, end, chance.choice(["may", "should", "must", ""])]]
            asked.append(
                Amendment(returned=returned, kind=AmendmentKind.REPLACE, clause_id=clause, language="en", base=base,
                          base_hash=base.hash, edits=edits, reason="As our council decided.", seat=seat, at=at)
            )  # fmt: skip
        for one in placed:
            stance = chance.choice([Stance.SUPPORTS, Stance.CAN_ACCEPT, Stance.RESERVES, Stance.OBJECTS])
            taken.append(
                Position(text=about.text, draft=draft, clause=one.clause, organisation_id=returned.organisation_id,
                         stance=stance, reason="No.", seat=seat, mandate=mandate, at=at)
            )  # fmt: skip
    Amendment.objects.bulk_create(asked, batch_size=500)
    Position.objects.bulk_create(taken, batch_size=500)


def addresses(text) -> dict[str, str]:
    """The pages of the negotiation, by name."""
    from django.urls import reverse

    about, clause = text.rounds.order_by("-draft__number").first(), text.clauses.order_by("id").first()
    of_text = {name: reverse(f"communique:{name}", args=[text.public_id])
               for name in ("text", "heat", "convergence", "compare", "projector", "translations")}  # fmt: skip
    of_round = {
        name: reverse(f"communique:{name}", args=[about.public_id]) for name in ("round", "table", "compilation")
    }
    return {
        **of_text,
        **of_round,
        "text in brackets": of_text["text"] + "?show=brackets",
        "text since the draft before": of_text["text"] + "?since=0",
        "clause": reverse("communique:clause", args=[clause.public_id]),
    }
