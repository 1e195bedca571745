"""The kinds of text, clause and amendment, the positions, and the sentences of the text's chronicle."""

from typing import Any

from django.db import models
from django.utils.translation import gettext, ngettext, ngettext_lazy, override, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mithaq.core.compiling.words import Words
from mithaq.core.placing.change import Aside
from mithaq.core.placing.change import Why as WhyNot
from mithaq.foundation.chronicle.memory import idle
from mithaq.foundation.chronicle.sentences import tell
from mithaq.foundation.languages.formats import number
from mithaq.foundation.thread.steps import Called, call

#: Stands in an edit where a clause is cut in two: the paragraph separator, which no wording holds.
CUT = "\u2029"


class TextKind(models.TextChoices):
    COMMUNIQUE = "communique", pgettext_lazy("kind of text", "Communiqué")
    INTERIM = "interim", pgettext_lazy("kind of text", "Interim statement")
    TO_MINISTERS = "to_ministers", pgettext_lazy("kind of text", "Statement to ministers")
    STATEMENT = "statement", pgettext_lazy("kind of text", "Statement")


class ClauseKind(models.TextChoices):
    PREAMBLE = "preamble", pgettext_lazy("kind of clause", "Preamble")
    HEADING = "heading", pgettext_lazy("kind of clause", "Heading")
    POINT = "point", pgettext_lazy("kind of clause", "Point")
    SUB_POINT = "sub_point", pgettext_lazy("kind of clause", "Sub-point")
    CLOSING = "closing", pgettext_lazy("kind of clause", "Closing")


class AmendmentKind(models.TextChoices):
    REPLACE = "replace", pgettext_lazy("kind of amendment", "Other words")
    INSERT_AFTER = "insert_after", pgettext_lazy("kind of amendment", "New clause")
    DELETE = "delete", pgettext_lazy("kind of amendment", "Deletion")
    MOVE = "move", pgettext_lazy("kind of amendment", "Move")
    SPLIT = "split", pgettext_lazy("kind of amendment", "Split in two")
    JOIN = "join", pgettext_lazy("kind of amendment", "Joined with the next")


class Subject(models.TextChoices):
    """What a comment is about."""

    CLAUSE = "clause", pgettext_lazy("subject of a comment", "The clause")
    PHRASE = "phrase", pgettext_lazy("subject of a comment", "A phrase of it")
    WHOLE = "whole", pgettext_lazy("subject of a comment", "The text as a whole")
    MISSING = "missing", pgettext_lazy("subject of a comment", "What is missing")


class ByHand(models.TextChoices):
    """Where a person places what could not be placed."""

    WORDS = "words", pgettext_lazy("placing by hand", "These are the words of a clause")
    CLAUSE = "clause", pgettext_lazy("placing by hand", "It is a comment on a clause")
    AFTER = "after", pgettext_lazy("placing by hand", "It is a new clause")
    WHOLE = "whole", pgettext_lazy("placing by hand", "It is a comment on the whole text")
    NOTHING = "nothing", pgettext_lazy("placing by hand", "It says nothing: leave it out")


class Warned(models.TextChoices):
    """What a person should know of a file before taking it in; the sentences stand in `web.file_words`."""

    OLDER_DRAFT = "older_draft"
    UNKNOWN_DRAFT = "unknown_draft"
    OTHER_TEXT = "other_text"
    NO_COPY = "no_copy"
    OTHER_CITY = "other_city"
    COPY_OF = "copy_of"
    GROUND = "ground"
    UNTRACKED = "untracked"
    MISSING = "missing"
    BRACKETS = "brackets"
    SPANS = "spans"
    SPELLING = "spelling"


class Stance(models.TextChoices):
    """Where a city stands. No record is what all begin with, and what one who takes a position back returns to."""

    SUPPORTS = "supports", pgettext_lazy("position", "Supports")
    CAN_ACCEPT = "can_accept", pgettext_lazy("position", "Can accept")
    RESERVES = "reserves", pgettext_lazy("position", "Reserves")
    OBJECTS = "objects", pgettext_lazy("position", "Objects")
    NONE = "none", pgettext_lazy("position", "No position")


class Outcome(models.TextChoices):
    """What became of an amendment."""

    ADOPTED = "adopted", pgettext_lazy("outcome of an amendment", "Adopted")
    CHANGED = "changed", pgettext_lazy("outcome of an amendment", "Adopted with changes")
    BRACKETED = "bracketed", pgettext_lazy("outcome of an amendment", "In brackets")
    REFERRED = "referred", pgettext_lazy("outcome of an amendment", "Referred")
    DECLINED = "declined", pgettext_lazy("outcome of an amendment", "Declined")

    @property
    def stays_open(self) -> bool:
        """Whether it stays on the table of the next draft."""
        return self in (Outcome.BRACKETED, Outcome.REFERRED)


class TranslationState(models.TextChoices):
    """How far the words of a clause in one language are."""

    UNTRANSLATED = "untranslated", pgettext_lazy("state of a translation", "Not translated")
    STALE = "stale", pgettext_lazy("state of a translation", "Out of date")
    PROPOSED = "proposed", pgettext_lazy("state of a translation", "Proposed")
    APPROVED = "approved", pgettext_lazy("state of a translation", "Approved")


class SilenceState(models.TextChoices):
    """Where a silence procedure is."""

    OPEN = "open", pgettext_lazy("state of a silence", "Open")
    BROKEN = "broken", pgettext_lazy("state of a silence", "Broken")
    PASSED = "passed", pgettext_lazy("state of a silence", "Passed: nobody spoke against it")
    CALLED_OFF = "called_off", pgettext_lazy("state of a silence", "Called off")


class StatementKind(models.TextChoices):
    """What a city puts beside a text."""

    INTERPRETATION = "interpretation", pgettext_lazy("kind of statement", "Interpretative statement")
    RESERVATION = "reservation", pgettext_lazy("kind of statement", "Reservation")


idle(["clause.shown"])

tell(
    {
        "text.begun": _("%(who)s, began a text."),
        "text.retitled": _("%(who)s, changed the title of a text."),
        "text.negotiators_named": _("%(who)s, changed which cities negotiate a text."),
        "text.clause_added": _("%(who)s, added a clause to a text that is being composed."),
        "text.clause_worded": _("%(who)s, changed a clause of a text that is being composed."),
        "text.clause_moved": _("%(who)s, moved a clause of a text that is being composed."),
        "text.clause_deleted": _("%(who)s, took a clause out of a text that is being composed."),
        "text.points_taken_in": _("%(who)s, took the points of the consolidation into a text."),
        "text.file_taken_in": _("%(who)s, took the clauses of a document into a text."),
        "text.step_taken_back": _("%(who)s, took back the last step in composing a text."),
        "draft.composed": _("%(who)s, composed a draft from the points."),
        "draft.issued": _("%(who)s, issued the first draft of a text."),
        "draft.frozen": _("%(who)s, froze the text."),
        "text.published": _("%(who)s, published the text."),
        "text.published_elsewhere": _("%(who)s, recorded that the text was published elsewhere."),
        "round.called": _("%(who)s, called a round on a draft."),
        "round.extended": _("%(who)s, extended a round."),
        "round.shortened": _("%(who)s, brought the closing of a round forward."),
        "return.begun": _("%(who)s, began the city's return."),
        "return.released": _("%(who)s, released the city's return."),
        "return.entered": _("%(who)s, entered a return for a city."),
        "file.brought": _("%(who)s, brought a file with a city's changes."),
        "file.filed": _("%(who)s, said whose answer a file is."),
        "file.unread": _("%(who)s, brought a file that could not be read."),
        "file.placed_by_hand": _("%(who)s, placed by hand what could not be placed."),
        "file.taken": _("%(who)s, took a file into the return."),
        "file.taken_out": _("%(who)s, took a file out of the return again."),
        "file.set_aside": _("%(who)s, set a file aside."),
        "amendment.written": _("%(who)s, wrote an amendment into the return."),
        "amendment.dropped": _("%(who)s, took an amendment out of the return."),
        "amendment.settled": _("%(who)s, settled an amendment."),
        "text.commented": _("%(who)s, wrote a comment into the return."),
        "text.comment_dropped": _("%(who)s, took a comment out of the return."),
        "text.comment_answered": _("%(who)s, answered a comment on the text."),
        "position.taken": _("%(who)s, took a position."),
        "clause.shown": _("%(who)s, put a clause on the screen of the meeting."),
        "translation.proposed": _("%(who)s, proposed a translation of a clause."),
        "translation.approved": _("%(who)s, approved a translation of a clause."),
        "draft.compiled": _("%(who)s, compiled the next draft from a round."),
        "silence.opened": _("%(who)s, opened a silence procedure on a draft."),
        "silence.broken": _("%(who)s, broke the silence."),
        "silence.break_entered": _("%(who)s, entered that a city broke the silence."),
        "silence.break_withdrawn": _("%(who)s, withdrew what broke the silence. The silence stays broken."),
        "silence.called_off": _("%(who)s, called off a silence procedure."),
        "silence.ruled": _("%(who)s, set the rule of the year for silence procedures."),
        "statement.released": _("%(who)s, put a statement beside the text."),
        "statement.entered": _("%(who)s, entered a statement of a city beside the text."),
        "statement.withdrawn": _("%(who)s, withdrew a statement on the text."),
        "text.summarised": _("%(who)s, ended the negotiation without consensus: the text is the chair's summary."),
    }
)

call(
    {
        "communique.text": Called(_("Text"), _("Texts")),
        "communique.clause": Called(_("Clause"), _("Clauses"), "communique:clause", is_bare=False),
    }
)


def words_around(language: str) -> Words:
    """The words around what came back on a draft, in a language of the interface."""
    with override(language):
        return Words(
            language=language,
            clause=gettext("Clause"),
            text=gettext("Text of the draft"),
            new=pgettext("clause", "New"),
            taken_out=pgettext("clause", "Take it out"),
            moved=gettext("Move it after %(after)s"),
            first=gettext("the beginning"),
            split=gettext("Divide it here"),
            join=gettext("Join it with the next"),
            comment=gettext("Comment"),
            whole=gettext("The whole text"),
            member=gettext("City"),
            line=gettext("Line"),
            subclause=gettext("Clause"),
            paragraph=gettext("Words"),
            kind=gettext("Type of comment"),
            comments=gettext("Comment"),
            proposed=gettext("Proposed change"),
            observations=gettext("Observations of the secretariat"),
        )


#: Why something of a file could not be placed.
WHY_NOT_PLACED = {
    WhyNot.OTHER_TEXT: _("The file is a copy of another text."),
    WhyNot.NO_CLAUSE: _("Its paragraph is like no clause of the draft."),
    WhyNot.OUTSIDE: _("It stands in a header, a footer or a note."),
    WhyNot.UNREAD: _("It stands where no text is shown."),
    WhyNot.NO_PLACE: _("The comment stands beside no words."),
    WhyNot.GONE: _("The file was made of an earlier draft, and its clause does not stand in this one."),
    WhyNot.COLLIDES: _("Another change of the file asks for other words at the same place."),
    WhyNot.TOO_LONG: _("The clause would become longer than a clause may be."),
}


def found_in_a_file(changes: int, clauses: int, unplaced: int) -> str:
    """The sentence about a file: 37 changes on 12 clauses; 2 could not be placed. In the active language."""
    if not changes and not unplaced:
        return gettext("It changes no words of the draft.")
    if not changes:
        said = ngettext(
            "%(count)s change, which could not be placed.", "%(count)s changes, which could not be placed.", unplaced
        )
        return said % {"count": number(unplaced)}
    words = {
        "what": ngettext("%(count)s change", "%(count)s changes", changes) % {"count": number(changes)},
        "where": ngettext("%(count)s clause", "%(count)s clauses", clauses) % {"count": number(clauses)},
    }
    if not unplaced:
        return gettext("%(what)s on %(where)s; all could be placed.") % words
    return ngettext(
        "%(what)s on %(where)s; %(count)s could not be placed.",
        "%(what)s on %(where)s; %(count)s could not be placed.",
        unplaced,
    ) % {**words, "count": number(unplaced)}


#: What changes no words; `n` is the number by which the form of the sentence is chosen.
_ASIDE: dict[Aside, Any] = {
    Aside.FORM: ngettext_lazy("%(count)s change of form only", "%(count)s changes of form only", "n"),
    Aside.NUMBER: ngettext_lazy(
        "%(count)s change of a typed number only", "%(count)s changes of typed numbers only", "n"
    ),
    Aside.SPELLING: ngettext_lazy(
        "%(count)s change of quotation marks, tatweel or unseen signs only",
        "%(count)s changes of quotation marks, tatweel or unseen signs only",
        "n",
    ),
    Aside.SETTLED: ngettext_lazy(
        "%(count)s change that this draft holds already", "%(count)s changes that this draft holds already", "n"
    ),
    Aside.EMPTY: ngettext_lazy("%(count)s change of white space only", "%(count)s changes of white space only", "n"),
    Aside.PICTURE: ngettext_lazy(
        "%(count)s change of pictures or other things without words",
        "%(count)s changes of pictures or other things without words",
        "n",
    ),
    Aside.NO_EFFECT: ngettext_lazy(
        "%(count)s change that was taken back in the file", "%(count)s changes that were taken back in the file", "n"
    ),
}


def aside_of(aside: Aside, count: int) -> str:
    """What changes no words, and how much of it there is, in the active language."""
    return str(_ASIDE[aside] % {"n": count, "count": number(count)})
