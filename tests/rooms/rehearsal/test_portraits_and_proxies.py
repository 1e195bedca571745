"""Pictures of persons and proxies stand in tables that a folder may have, and are played through the verbs."""

from __future__ import annotations

import pytest

from mithaq.foundation.actors.delegations import Delegation
from mithaq.members.models import Photo, ProxyRule
from mithaq.members.vocabulary import Audience
from mithaq.rehearsal.folder import Folder
from mithaq.rehearsal.scenes import perform
from mithaq.rehearsal.script import script_of
from tests.factories.folders import a_folder
from tests.factories.pictures import a_photo
from tests.rooms.rehearsal.playing import faults_when_played

PHOTOS = "person,file,photographer,licence,source,shown_from,audience\nnoor,noor.png,Drawn,CC0 1.0,model year,2031-01-20,everybody\n"
RULES = "most,at\n1,2031-02-10T10:00:00+03:00\n"
PROXY = (
    "from_seat,to_seat,scope,text_only,from,to,at,recorded_by,evidence_en\n"
    "nahr-mayor,bahr-mayor,sign,no,2031-09-01,,2031-09-01T12:00:00+03:00,,Letter 7\n"
)


@pytest.fixture
def folder(tmp_path):
    return a_folder(tmp_path / "year")


def test_a_picture_is_entered_with_its_rights(db, folder):
    (folder.path / "photos.csv").write_text(PHOTOS, encoding="utf-8")
    (folder.path / "noor.png").write_bytes(a_photo("PNG"))
    script = script_of(Folder(folder.path))
    perform(script, script.as_of)
    photo = Photo.objects.select_related("person").get()
    assert (photo.person.key, photo.photographer, photo.licence) == ("noor", "Drawn", "CC0 1.0")
    assert (photo.source, photo.audience) == ("model year", Audience.EVERYBODY)


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"no picture", "This file is no photo"), (None, "“noor.png”: This file is missing.")],
    ids=["no picture", "no file"],
)
def test_what_is_no_picture_is_a_fault_of_its_line(db, folder, content, told):
    (folder.path / "photos.csv").write_text(PHOTOS, encoding="utf-8")
    if content:
        (folder.path / "noor.png").write_bytes(content)
    [fault] = faults_when_played(folder)
    assert fault[:2] == ("photos.csv", 2)
    assert told in fault[2]


def test_a_proxy_is_given_by_the_rules_of_the_year_with_the_letter_it_rests_on(db, folder):
    for name, content in (("proxy_rules", RULES), ("delegations", PROXY)):
        (folder.path / f"{name}.csv").write_text(content, encoding="utf-8")
    script = script_of(Folder(folder.path))
    perform(script, script.as_of)
    given = Delegation.objects.select_related("giver", "receiver").get()
    assert (given.giver.key, given.receiver.key, given.scope) == ("nahr-mayor", "bahr-mayor", "sign")
    assert given.evidence == {"en": "Letter 7"}
    assert ProxyRule.objects.get().most == 1


def test_a_proxy_against_the_rules_of_the_year_is_a_fault_of_its_line(db, folder):
    (folder.path / "delegations.csv").write_text(PROXY, encoding="utf-8")
    assert faults_when_played(folder) == [
        ("delegations.csv", 2, "By the rules of this year no city acts for another. Nothing was changed.")
    ]
