"""A folder may tell of answers to invitations and of invitations taken back; a folder without them is played as before."""

from __future__ import annotations

import pytest

from mithaq.foundation.chronicle.models import Act
from mithaq.rehearsal.folder import Folder
from mithaq.rehearsal.scenes import perform
from mithaq.rehearsal.script import script_of
from mithaq.taskforces.models import Participation, Reply
from tests.factories.folders import a_folder
from tests.rooms.rehearsal.playing import faults_when_played

MEETINGS = """\
key,kind,title_en,starts,ends,zone,circles,called_at
mayors-1,mayors,The mayors meet,2031-07-01T10:00:00+03:00,2031-07-01T12:00:00+03:00,Asia/Riyadh,mayors,2031-06-01T10:00:00+03:00
"""
ANSWERS = """\
key,meeting,seat,answer,substitute,note,way,at
one,mayors-1,nahr-mayor,perhaps,,,link,2031-06-02T10:00:00+03:00
two,mayors-1,nahr-mayor,represented,Deputy Mayor,,mail,2031-06-03T10:00:00+03:00
three,mayors-1,wadi-mayor,taken_back,,The room is small.,,2031-06-04T10:00:00+03:00
"""


@pytest.fixture
def folder(tmp_path):
    folder = a_folder(tmp_path / "year")
    (folder.path / "meetings.csv").write_text(MEETINGS, encoding="utf-8")
    (folder.path / "meeting_answers.csv").write_text(ANSWERS, encoding="utf-8")
    return folder


def test_answers_come_by_their_way_in_their_order_and_one_invitation_is_taken_back(db, folder):
    script = script_of(Folder(folder.path))
    perform(script, script.as_of)
    said = [(one.participation.seat.key, one.attendance, one.substitute, one.way) for one in Reply.objects.all()]
    assert said == [
        ("nahr-mayor", "perhaps", "", "link"),
        ("nahr-mayor", "represented", "Deputy Mayor", "mail"),
    ]
    gone = Participation.objects.get(is_invited=False)
    assert (gone.seat.key, gone.taken_back.get().reason) == ("wadi-mayor", "The room is small.")
    assert Act.objects.get(verb="invitation.taken_back").seat.role == "secretariat"


def test_an_answer_of_no_kind_or_to_no_meeting_is_a_fault_of_its_line(db, folder):
    folder.rewrite("meeting_answers.csv", "one,mayors-1,nahr-mayor,perhaps", "one,mayors-9,nahr-mayor,surely")
    faults = faults_when_played(folder)
    assert [(file, line) for file, line, _reason in faults] == [("meeting_answers.csv", 2)] * 2


def test_an_answer_of_somebody_who_was_not_invited_is_a_fault_of_its_line(db, folder):
    folder.rewrite("meeting_answers.csv", "one,mayors-1,nahr-mayor", "one,mayors-1,officer")
    [(file, line, reason)] = faults_when_played(folder)
    assert (file, line) == ("meeting_answers.csv", 2)
    assert "was not invited" in str(reason)
