"""Comments in a return, and what is answered to them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.communique.domain.prepare import locked_return
from mithaq.communique.models import Clause, Comment, CommentAnswer, Return
from mithaq.communique.queries.negotiation import words_in_draft
from mithaq.communique.rules import may_answer, may_write_in
from mithaq.communique.vocabulary import Subject
from mithaq.core.text import normalised
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require


def comment(
    returned: Return, said: str, clause: Clause | None, about: str, phrase: str = "", *, seat: Seat, at: datetime
) -> Comment:
    """Say something of a clause, of a phrase of it, of the text as a whole, or of what is missing in it."""
    with transaction.atomic():
        returned = locked_return(returned)
        require(may_write_in(seat, returned, at))
        if not said.strip():
            raise Refused(_("There is nothing in this comment. Nothing was changed."))
        if (about in (Subject.CLAUSE, Subject.PHRASE)) != (clause is not None):
            raise Refused(_("A comment is about a clause, or about the text as a whole. Nothing was changed."))
        if clause is not None:
            words = words_in_draft(returned.round.draft).get(clause.public_id)
            if words is None:
                raise Refused(_("The draft of this round has no such clause. Nothing was changed."))
            texts = [normalised(wording.text) for wording in words.values()]
            if about == Subject.PHRASE and not any(normalised(phrase) in text for text in texts if phrase.strip()):
                raise Refused(_("This phrase does not stand in the clause. Copy it as it is written there."))
        kept = phrase.strip() if about == Subject.PHRASE else ""
        written = returned.comments.create(about=about, clause=clause, phrase=kept, said=said.strip(), seat=seat, at=at)
        record("text.commented", written, returned, seat=seat, at=at, facts={"about": about})
    return written


def drop_comment(one: Comment, *, seat: Seat, at: datetime) -> None:
    """Take a comment out of a return that is still private."""
    with transaction.atomic():
        require(may_write_in(seat, locked_return(one.returned), at))
        record("text.comment_dropped", one, one.returned, seat=seat, at=at)
        one.delete()


def answer_comment(one: Comment, said: str, *, seat: Seat, at: datetime) -> CommentAnswer:
    """Answer a comment, once."""
    with transaction.atomic():
        one = Comment.objects.select_for_update(of=("self",)).select_related("returned__round").get(pk=one.pk)
        require(may_answer(seat, one, at))
        if not said.strip():
            raise Refused(_("There is nothing in this answer. Nothing was changed."))
        given = CommentAnswer.objects.create(comment=one, said=said.strip(), seat=seat, at=at)
        record("text.comment_answered", one, one.returned, seat=seat, at=at)
    return given
