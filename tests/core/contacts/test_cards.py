"""Cards follow RFC 6350."""

from mithaq.core.contacts.cards import Card, written

CARD = Card(
    uid="k3m9@mithaq",
    name={"en": "Amina Trabelsi", "ar": "أمينة الطرابلسي"},
    organisation={"en": "Tunis; the city, the port"},
    title={"ar": "مستشارة أولى لدى رئيسة البلدية لشؤون العلاقات الدولية والشراكات بين المدن"},
    role="Sherpa",
    address="amina@tunis.example",
)


def unfolded(text):
    return text.replace("\r\n ", "").split("\r\n")


def test_a_card_names_a_person_in_each_language_as_alternatives():
    lines = unfolded(written([CARD]))
    assert lines[:3] == ["BEGIN:VCARD", "VERSION:4.0", "KIND:individual"]
    assert "FN;ALTID=1;LANGUAGE=en:Amina Trabelsi" in lines
    assert "FN;ALTID=1;LANGUAGE=ar:أمينة الطرابلسي" in lines
    assert "N;ALTID=2;LANGUAGE=ar:;أمينة الطرابلسي;;;" in lines
    assert lines[-2:] == ["END:VCARD", ""]


def test_what_has_a_meaning_in_a_card_is_escaped():
    assert r"ORG;LANGUAGE=en:Tunis\; the city\, the port" in unfolded(written([CARD]))


def test_no_line_is_longer_than_75_octets_and_none_breaks_a_letter():
    for line in written([CARD]).encode().split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


def test_a_line_break_in_a_name_makes_no_line_of_its_own():
    card = Card(uid="x", name={"en": "Eve\r\nEMAIL:eve@x.example"}, organisation={})
    assert "FN;LANGUAGE=en:Eve EMAIL:eve@x.example" in unfolded(written([card]))
