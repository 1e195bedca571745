"""The permission table as data: (address, method, state of the year, seat) → status.

`permission_table.csv` holds one row for each address, method and state, and one column for each audience.
An audience is a seat of the model year; SHX is the sherpa of another city than the one whose record is
asked for. This module takes the model year as it was played and asks.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import F
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.translation import override

from mithaq.communique.domain.amend import reword
from mithaq.communique.domain.bring import bring as bring_into_round
from mithaq.communique.domain.call_round import call_round
from mithaq.communique.domain.compose import Composed, begin_text, compose
from mithaq.communique.domain.prepare import begin_return, release
from mithaq.communique.domain.remark import comment
from mithaq.communique.domain.silence import Against, break_silence, open_silence
from mithaq.communique.domain.state import enter_statement, state
from mithaq.communique.jobs import read_file
from mithaq.communique.models import Amendment, Break, ReturnFile, Round, Silence, Statement, Text, Translation
from mithaq.communique.models import Comment as TextComment
from mithaq.communique.models import Return as TextReturn
from mithaq.communique.vocabulary import ClauseKind, StatementKind, Subject, TextKind
from mithaq.correspondence.models import Addressee, Circular, Incoming, Matter, Return, ReturnedFile
from mithaq.cycle.models import Cycle, Deadline, Phase, Term, TermChange
from mithaq.endorsements.domain.log.enter import publish_queue
from mithaq.endorsements.domain.log.sign import sign_checkpoint
from mithaq.endorsements.models import Endorsement, Evidence
from mithaq.endorsements.queries.log import texts_with_a_queue
from mithaq.foundation.accounts.models import Account
from mithaq.foundation.accounts.seated import CHOSEN_SEAT
from mithaq.foundation.actors.delegations import Delegation
from mithaq.foundation.actors.models import Mandate, Organisation, Seat
from mithaq.foundation.chronicle.followers import catch_up
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.mail.models import Letter
from mithaq.foundation.uploads.reading import kind_of_return, read_whole_paper
from mithaq.foundation.uploads.receive import receive
from mithaq.library.models import Study
from mithaq.members.domain.bring import bring
from mithaq.members.domain.compare import comparison_of
from mithaq.members.domain.photograph import enter_photo
from mithaq.members.domain.play import play as take_over
from mithaq.members.models import Fact, FocalPoint, Import, Office, Photo
from mithaq.press.models import Release
from mithaq.recommendations.domain.find import find
from mithaq.recommendations.models import Candidate, Point, Recommendation, Step
from mithaq.taskforces.domain.submit import submit
from mithaq.taskforces.models import (
    Comment,
    Enrolment,
    Group,
    GroupDocument,
    Meeting,
    Milestone,
    Outcome,
    Paper,
    PaperVersion,
    Participation,
    Review,
)
from tests.factories.pictures import a_photo
from tests.factories.played_years import PlayedYear, played, the_demonstrations_clock, the_end_of_the_year
from tests.factories.word_files import paragraph, word_file

HERE = Path(__file__).resolve().parent
TABLE = HERE / "permission_table.csv"
STATES = ("sealed", "public")

#: The seat that each column stands for; the city whose records are asked for is Ghaymara.
AUDIENCES: dict[str, str | None] = {
    "PUB": None,
    "PRS": "secretariat-press",
    "PAR": "elvarheim-hydrology-institute-partner",
    "SHP": "ghaymara-sherpa",
    "MAY": "ghaymara-mayor",
    "SHX": "sidrayn-sherpa",
    "CON": "convener-headwaters",
    "CHR": "chair",
    "SEC": "secretariat-director",
    "AUD": "auditor",
}
CITY = "ghaymara"
#: The paper that waits for somebody to confirm what was found in it.
READ = "paper-that-was-read"


class _Undone(Exception):
    """Takes back what a request has done, so that the next one finds the same year."""


@dataclass(frozen=True)
class Row:
    """One row of the table."""

    route: str
    method: str
    state: str
    statuses: dict[str, int]


def rows() -> list[Row]:
    """The table's rows."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [
            Row(
                row["route"],
                row["method"],
                row["state"],
                {audience: int(row[audience]) for audience in AUDIENCES},
            )
            for row in csv.DictReader(file)
        ]


def routes() -> set[str]:
    """The name of every address in the URLconf."""
    return set(_names(get_resolver(), ""))


def _names(resolver: URLResolver, prefix: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name or pattern.pattern}"
        else:
            yield from _names(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)


def year_in(state: str, shelf: Path) -> PlayedYear:
    """The model year, played up to a state."""
    return played(the_demonstrations_clock() if state == "sealed" else the_end_of_the_year(), shelf)


def go_on(until: datetime) -> None:
    """Add to the played year what its files do not hold and an address is about."""
    catch_up()
    _bring_lists(until)
    _photograph(until)
    _read_a_paper(until)
    _negotiate(until)
    _sign_the_log(until)


def _sign_the_log(at: datetime) -> None:
    """Let what was published enter the transparency log, as the worker does; nothing while the text is secret."""
    for text in texts_with_a_queue(at):
        publish_queue(text, at=at)
    sign_checkpoint(at=at)


def _in_the_statement(kind: Any) -> Any:
    """The one of its kind that was released in the round on the statement."""
    return kind.objects.exclude(returned__released_at=None).get(returned__round__text__key="statement")


def _negotiate(at: datetime) -> None:
    """A statement in its round: the city has released a return with an amendment and a comment, and corrects it."""
    by_us: dict[str, Any] = {"seat": Seat.objects.get(key=AUDIENCES["SEC"]), "at": at}
    by_them: dict[str, Any] = {"seat": Seat.objects.get(key=AUDIENCES["SHP"]), "at": at}
    title = {"en": "Statement", "ar": "بيان إلى الوزراء"}
    statement = begin_text(Cycle.objects.get(), "statement", TextKind.STATEMENT, title, **by_us)
    compose(statement, [Composed(ClauseKind.POINT, {"en": "We meet.", "ar": "نجتمع."})], **by_us)
    about = call_round(statement, at, at + timedelta(days=7), "en", **by_us)
    returned = begin_return(about, **by_them)
    reword(returned, statement.clauses.get(), "en", "We meet again.", **by_them)
    comment(returned, "Where?", None, Subject.WHOLE, **by_them)
    release(returned, **by_them)
    begin_return(about, **by_them)
    content = SimpleUploadedFile("comments.csv", b"Clause,Comment,Proposed change\n9,Where?,We meet often\n")
    table = receive(content, told_by=kind_of_return, **by_them)
    read_file(bring_into_round(about, table, "comments.csv", **by_them)[0])
    declaration = begin_text(Cycle.objects.get(), "declaration", TextKind.STATEMENT, title, **by_us)
    compose(declaration, [Composed(ClauseKind.POINT, {"en": "We meet.", "ar": "نجتمع."})], **by_us)
    put = open_silence(declaration, at + timedelta(days=7), **by_us)
    letter = receive(SimpleUploadedFile("letter.docx", word_file("Not all of us.")), **by_us)
    city = Organisation.objects.get(key=CITY)
    said = ({"en": "Not all of us."}, "Letter 214", at, letter)
    enter_statement(declaration, city, None, StatementKind.RESERVATION, *said, **by_us)
    state(declaration, None, StatementKind.RESERVATION, {"en": "Not all of us."}, **by_them)
    break_silence(put, [Against(declaration.clauses.get())], "Not yet.", **by_them)


def _read_a_paper(at: datetime) -> None:
    """A paper whose one recommendation was found, and which nobody has confirmed."""
    by_us: dict[str, Any] = {"seat": Seat.objects.get(key=AUDIENCES["SEC"]), "at": at}
    content = word_file(paragraph("Recommendation 1: Plant trees."))
    file = receive(SimpleUploadedFile("trees.docx", content), **by_us)
    paper = submit(Cycle.objects.get(), READ, PerLanguage({"en": "Trees"}), file=file, language="en", **by_us)
    find(paper, read_whole_paper(content), **by_us)


def _bring_lists(at: datetime) -> None:
    """A list of contacts that waits, with a row that is refused, and one that has been taken over."""
    by_us: dict[str, Any] = {"seat": Seat.objects.get(key=AUDIENCES["SEC"]), "at": at}
    cycle = Cycle.objects.get()
    bring(cycle, SimpleUploadedFile("waiting.csv", b"City,E-mail\nRefused Town,nobody\n"), **by_us)
    taken = bring(cycle, SimpleUploadedFile("taken.csv", b"City,Country\nOther Town,XC\n"), **by_us)
    take_over(taken, comparison_of(taken, at).seal, **by_us)


def _photograph(at: datetime) -> None:
    """A photo of the city's sherpa, for whoever holds a seat."""
    by_us: dict[str, Any] = {"seat": Seat.objects.get(key=AUDIENCES["SEC"]), "at": at}
    terms = {"photographer": "Selma", "licence": "CC BY 4.0", "shown_from": at.date(), "audience": "seated"}
    enter_photo(Seat.objects.get(key=f"{CITY}-sherpa").person, a_photo(), **terms, **by_us)


def client_of(audience: str) -> Client:
    """A browser in which that audience is signed in, in that very seat."""
    client = Client(raise_request_exception=False)
    key = AUDIENCES[audience]
    if key is not None:
        seat = Seat.objects.get(key=key)
        client.force_login(Account.objects.of(seat.person))
        session = client.session
        session[CHOSEN_SEAT] = seat.public_id
        session.save()
    return client


def arguments() -> dict[str, Any]:
    """What each kind of address is asked about: a record of the model year."""
    text = Text.objects.get(kind=TextKind.COMMUNIQUE)
    return {
        "cycle": {},
        "organisation": Organisation.objects.get(key=CITY).public_id,
        "person": Seat.objects.get(key=f"{CITY}-sherpa").person.public_id,
        "office": Office.objects.get(organisation__key=CITY).public_id,
        "mistaken": "fact",
        "fact": Fact.objects.filter(organisation__key=CITY, kind="invited").get().public_id,
        "kind of fact": "invited",
        "mandate": Mandate.objects.get(key=f"{CITY}-mayor-mandate").public_id,
        "list": Import.objects.get(playing=None).public_id,
        "list taken over": Import.objects.exclude(playing=None).get().public_id,
        "group": Group.objects.first().public_id,
        "paper": Paper.objects.exclude(file=None).first().public_id,
        "paper read": Paper.objects.get(key=READ).public_id,
        "candidate": Candidate.objects.get().public_id,
        "page": 1,
        "matrix": "matrix",
        "group that is run": Group.objects.get(key="great-flood").public_id,
        "part of a group": Enrolment.objects.get(group__key="great-flood", role="chair").public_id,
        "milestone": Milestone.objects.get(group__key="great-flood", reached=None).public_id,
        "inner document": GroupDocument.objects.get(reach="group").public_id,
        "draft": Paper.objects.get(submitted_at=None).public_id,
        "version": PaperVersion.objects.filter(paper__submitted_at=None).first().public_id,
        "review": Review.objects.get(finished_at=None).public_id,
        "comment": Comment.objects.get(reply=None).public_id,
        "study": Study.objects.exclude(file=None).filter(licence="CC-BY-4.0").first().public_id,
        "study identifier": Study.objects.first().identifier,
        "citation": "bibtex",
        "recommendation": Recommendation.objects.first().public_id,
        "word for papers": "paper",
        "language of a text": "ar",
        "point": Point.objects.first().public_id,
        "step": Step.objects.first().public_id,
        "text": text.public_id,
        "translation": Translation.objects.first().public_id,
        "clause": text.clauses.filter(kind="point").first().public_id,
        "round": Round.objects.get(text__key="statement").public_id,
        "text return": TextReturn.objects.get(released_at=None).public_id,
        "unplaced": "0",
        "text file": ReturnFile.objects.get(round__text__key="statement").public_id,
        "amendment": _in_the_statement(Amendment).public_id,
        "text comment": _in_the_statement(TextComment).public_id,
        "silence": Silence.objects.latest("id").public_id,
        "break": Break.objects.latest("id").public_id,
        "statement": Statement.objects.latest("id").public_id,
        "statement with a letter": Statement.objects.get(evidence__isnull=False).public_id,
        "endorsement": Endorsement.objects.get(organisation__key=CITY).public_id,
        "file of the log": "checkpoint",
        "evidence": Evidence.objects.order_by("id").first().public_id,
        "letter": getattr(Letter.objects.first(), "public_id", "none"),
        "deadline": Deadline.objects.first().public_id,
        "phase": Phase.objects.first().public_id,
        "term": Term.objects.first().public_id,
        "change of a term": TermChange.objects.first().public_id,
        "change": "zzzzzzzzzzzz",
        "digest": "0" * 64,
        "screen": "group",
        "meeting": Meeting.objects.get(group__key="great-flood").public_id,
        "action": Outcome.objects.get(meeting__group__key="great-flood", kind="action").public_id,
        "meeting answered": Participation.objects.filter(seat__key=AUDIENCES["SHP"])
        .latest("meeting__starts")
        .public_id,
        "invitation's token": Participation.objects.latest("meeting__starts", "id").token,
        "document": "zzzzzzzzzzzz",
        "feed token": "zzzzzzzzzzzz" + "0" * 32,
        "release": getattr(Release.objects.first(), "public_id", "none"),
        "circular": Circular.objects.order_by("id").first().public_id,
        "matter": Matter.objects.order_by("id").first().public_id,
        "returned": Return.objects.filter(organisation__key=CITY).first().public_id,
        "returned_file": ReturnedFile.objects.filter(returned__organisation__key="sidrayn").first().public_id,
        "incoming": Incoming.objects.order_by("id").first().public_id,
        "token": Addressee.objects.filter(circular__matter__due__year=2031).order_by("-id").first().token,
        "seat": Seat.objects.get(key=AUDIENCES["SHP"]).public_id,
        "focal seat": FocalPoint.objects.filter(seat__ends=None).first().seat.public_id,
        "delegation": Delegation.objects.get(giver__organisation=F("receiver__organisation")).public_id,
        "photo": Photo.objects.latest("id").public_id,
        "size": "small",
        "form of a letter": "pdf",
        "signed declaration": "none",  # the model year signs nothing, for a signature is never twice the same;
        "handover": "none",  # tests/rooms/endorsements drives these through
        "trusted": "none",
        "merger": "none",  # the model year has none; tests/rooms/members undoes one
        "invitation": "none",  # the model year has none; tests/rooms/members drives one through
    }


#: Which record an address is about; every other address is about none.
ABOUT = {
    "accounts:sign_in_as": ["seat"],
    "cycle:deadline": ["deadline"],
    "cycle:phase": ["phase"],
    "cycle:undoing": ["change"],
    "cycle:term": ["term"],
    "cycle:term_undoing": ["change of a term"],
    "cycle:emblem": ["digest"],
    "members:begin_step": ["screen"],
    "taskforces:meeting": ["meeting"],
    "taskforces:change_meeting": ["meeting"],
    "taskforces:meeting_record": ["meeting"],
    "taskforces:meeting_ics": ["meeting"],
    "taskforces:document_file": ["document"],
    "taskforces:completion": ["action"],
    "taskforces:invitation": ["meeting answered"],
    "taskforces:taking_back": ["meeting answered"],
    "taskforces:answer_invitation": ["invitation's token"],
    "taskforces:invited_document": ["invitation's token", "document"],
    "taskforces:own_feed": ["feed token"],
    "members:organisation": ["organisation"],
    "members:edit_organisation": ["organisation"],
    "members:merging_organisations": ["organisation"],
    "members:new_fact": ["organisation", "kind of fact"],
    "members:taking_back": ["mistaken", "fact"],
    "members:person": ["person"],
    "members:edit_person": ["person"],
    "members:new_office": ["person"],
    "members:new_channel": ["person"],
    "members:new_photo": ["person"],
    "members:photo": ["photo", "size"],
    "members:unmerging": ["merger"],
    "members:new_seat": ["person"],
    "members:merging_persons": ["person"],
    "members:person_export": ["person"],
    "members:erasure": ["person"],
    "members:office_end": ["office"],
    "members:examination": ["mandate"],
    "members:mandate": ["mandate"],
    "members:evidence": ["mandate"],
    "members:contest": ["mandate"],
    "members:decision": ["mandate"],
    "members:delegation": ["mandate"],
    "members:recall": ["delegation"],
    "members:proxy": ["mandate"],
    "members:hand_in_mandate": ["organisation"],
    "members:seats": ["organisation"],
    "members:invitations": ["organisation"],
    "members:invitation": ["invitation"],
    "members:invitation_withdrawal": ["invitation"],
    "members:transfer": ["seat"],
    "members:focal_point": ["seat"],
    "members:focal_point_end": ["focal seat"],
    "members:import_columns": ["list"],
    "members:import_preview": ["list"],
    "members:import_refused": ["list"],
    "members:import_taking_back": ["list taken over"],
    "correspondence:language_of_letters": ["organisation"],
    "correspondence:circular": ["circular"],
    "correspondence:revision": ["circular"],
    "correspondence:sending": ["circular"],
    "correspondence:template": ["circular"],
    "correspondence:reminder": ["circular"],
    "correspondence:incoming_mail": ["incoming"],
    "correspondence:returned": ["returned"],
    "correspondence:returned_file": ["returned_file"],
    "correspondence:matter": ["matter"],
    "correspondence:answer_by_link": ["token"],
    "correspondence:answer_received": ["token"],
    "taskforces:group": ["group"],
    "taskforces:change_group": ["group that is run"],
    "taskforces:group_desk": ["group that is run"],
    "taskforces:begin_paper": ["group that is run"],
    "taskforces:group_part": ["part of a group"],
    "taskforces:milestone": ["milestone"],
    "taskforces:group_document": ["inner document"],
    "taskforces:group_document_file": ["inner document"],
    "taskforces:paper_desk": ["draft"],
    "taskforces:reviews": ["draft"],
    "taskforces:version_changes": ["version"],
    "taskforces:version_file": ["version"],
    "taskforces:review": ["review"],
    "taskforces:comment": ["comment"],
    "taskforces:paper": ["paper"],
    "taskforces:paper_file": ["paper"],
    "recommendations:recommendation": ["recommendation"],
    "recommendations:point": ["point"],
    "recommendations:fate": ["recommendation"],
    "recommendations:dropping": ["recommendation"],
    "recommendations:answering": ["recommendation"],
    "recommendations:fates": ["word for papers", "paper"],
    "recommendations:read_in": ["paper"],
    "recommendations:candidate": ["paper read", "candidate"],
    "recommendations:page_picture": ["paper read", "page"],
    "recommendations:paper_text": ["paper read"],
    "recommendations:at_point": ["point"],
    "recommendations:wording": ["point"],
    "recommendations:taking_back": ["step"],
    "library:study": ["study"],
    "library:by_identifier": ["study identifier"],
    "library:study_file": ["study"],
    "library:citation": ["study", "citation"],
    "library:correction": ["study"],
    "library:publication": ["study"],
    "library:withdrawal": ["study"],
    "library:drawn_on": ["study"],
    "communique:text": ["text"],
    "communique:canonical": ["text"],
    "communique:word": ["text"],
    "communique:pdf": ["text"],
    "communique:compare": ["text"],
    "communique:compare_word": ["text"],
    "communique:heat": ["text"],
    "communique:projector": ["text"],
    "communique:heat_csv": ["text"],
    "communique:convergence": ["text"],
    "communique:convergence_csv": ["text"],
    "communique:frozen_page": ["text", "language of a text"],
    "communique:frozen_pdf": ["text", "language of a text"],
    "communique:translations": ["text"],
    "communique:translation": ["text", "language of a text", "clause"],
    "communique:bilingual_table": ["text", "language of a text"],
    "communique:bilingual_return": ["text", "language of a text"],
    "communique:approval": ["translation"],
    "communique:freezing": ["text"],
    "communique:publication": ["text"],
    "communique:clause": ["clause"],
    "communique:new_round": ["text"],
    "communique:closing": ["round"],
    "communique:title": ["text"],
    "communique:negotiators": ["text"],
    "communique:composing": ["text"],
    "communique:composing_file": ["text"],
    "communique:composing_points": ["text"],
    "communique:composing_undone": ["text"],
    "communique:new_planned": ["text"],
    "communique:planned": ["text", "clause"],
    "communique:planned_place": ["text", "clause"],
    "communique:planned_deletion": ["text", "clause"],
    "communique:first_draft": ["text"],
    "communique:position": ["text"],
    "communique:new_silence": ["text"],
    "communique:silence": ["silence"],
    "communique:new_break": ["silence"],
    "communique:calling_off": ["silence"],
    "communique:break_withdrawal": ["break"],
    "communique:statements": ["text"],
    "communique:new_statement": ["text"],
    "communique:statement_entry": ["text"],
    "communique:statement_withdrawal": ["statement"],
    "communique:statement_evidence": ["statement with a letter"],
    "communique:chairs_summary": ["text"],
    "communique:round": ["round"],
    "communique:round_word": ["round", "matrix"],
    "communique:round_sheet": ["round", "matrix"],
    "communique:own_return": ["round"],
    "communique:entry": ["round"],
    "communique:table": ["round"],
    "communique:compilation": ["round"],
    "communique:entered": ["round"],
    "communique:files": ["round"],
    "communique:came": ["returned_file"],
    "communique:file": ["text file"],
    "communique:file_change": ["text file", "unplaced"],
    "communique:file_content": ["text file"],
    "communique:returned": ["text return"],
    "communique:releasing": ["text return"],
    "communique:new_amendment": ["text return"],
    "communique:new_comment": ["text return"],
    "communique:amendment": ["amendment"],
    "communique:comment": ["text comment"],
    "endorsements:declaration": ["text"],
    "endorsements:endorse": ["text"],
    "endorsements:call": ["text"],
    "endorsements:register": ["text"],
    "endorsements:register_csv": ["text"],
    "endorsements:endorsement": ["endorsement"],
    "endorsements:withdrawal": ["endorsement"],
    "log:file": ["file of the log"],
    "endorsements:reminder": ["text"],
    "endorsements:register_xlsx": ["text"],
    "endorsements:register_json": ["text"],
    "endorsements:counts": ["text"],
    "endorsements:enter_evidence": ["text", "organisation"],
    "endorsements:evidence": ["evidence"],
    "endorsements:evidence_file": ["evidence"],
    "endorsements:receipt": ["endorsement"],
    "endorsements:receipt_json": ["endorsement"],
    "endorsements:receipt_pdf": ["endorsement"],
    "endorsements:letters": ["text"],
    "endorsements:letters_zip": ["text"],
    "endorsements:letter": ["text", "organisation", "form of a letter"],
    "endorsements:roll_json": ["text"],
    "endorsements:embed": ["text"],
    "endorsements:signed_pdf": ["signed declaration"],
    "endorsements:signed_declaration": ["text"],
    "endorsements:new_handover": ["text"],
    "endorsements:handover": ["handover"],
    "endorsements:acknowledgement": ["handover"],
    "endorsements:handover_receipt": ["handover"],
    "endorsements:handover_letter": ["handover"],
    "endorsements:trusted_end": ["trusted"],
    "mail:letter": ["letter"],
    "press:release": ["release"],
    "press:revision": ["release"],
}
FIXED = {
    "press:figure": ["cities_endorsing"],
    "press:figure_json": ["cities_endorsing"],
    "ui:sample_screen": [1],
    "cycle:glossary_file": ["xlsx"],
    "members:address_file": ["vcf"],
    "members:participants": ["csv"],
    "recommendations:lineage": ["csv"],
}


def address_of(route: str, records: dict[str, Any]) -> str:
    """The address of a route, about the records of the year."""
    with override("en"):
        return reverse(route, args=FIXED.get(route) or [records[kind] for kind in ABOUT.get(route, [])])


def status(client: Client, method: str, address: str) -> int:
    """What the client is answered; whatever the request did is undone."""
    answered, cookies = 0, deepcopy(client.cookies)
    try:
        with transaction.atomic():
            answered = getattr(client, method.lower())(address).status_code
            raise _Undone
    except _Undone:
        client.cookies = cookies
        return answered
