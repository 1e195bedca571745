"""The negotiated text, what is asked to be changed in it, and where each city stands."""

from mithaq.communique.models.composing import ComposingStep, Composition
from mithaq.communique.models.files import FileReading, PlacedByHand, ReturnFile
from mithaq.communique.models.positions import Position
from mithaq.communique.models.rounds import ClosingMoved, Return, Round
from mithaq.communique.models.silence import Break, BreakWithdrawal, CallingOff, NamedClause, Silence, SilenceRule
from mithaq.communique.models.statements import ChairsSummary, Statement, StatementWithdrawal
from mithaq.communique.models.tabled import Amendment, Carrying, Comment, CommentAnswer, Settlement
from mithaq.communique.models.texts import (
    LONG,
    Clause,
    Draft,
    Freezing,
    Placement,
    Publication,
    Retitling,
    Text,
    Wording,
)
from mithaq.communique.models.translations import Approval, Translation

__all__ = [
    "LONG",
    "Amendment",
    "Approval",
    "Break",
    "BreakWithdrawal",
    "CallingOff",
    "Carrying",
    "ChairsSummary",
    "Clause",
    "ClosingMoved",
    "Comment",
    "CommentAnswer",
    "ComposingStep",
    "Composition",
    "Draft",
    "FileReading",
    "Freezing",
    "NamedClause",
    "PlacedByHand",
    "Placement",
    "Position",
    "Publication",
    "Retitling",
    "Return",
    "ReturnFile",
    "Round",
    "Settlement",
    "Silence",
    "SilenceRule",
    "Statement",
    "StatementWithdrawal",
    "Text",
    "Translation",
    "Wording",
]
