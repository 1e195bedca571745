"""Cards follow RFC 6350."""

from mithaq.core.contacts.cards import Card, parts, written

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


def test_a_name_is_taken_apart_where_it_is_known_which_part_is_the_family_s():
    named = {"en": "Amina Trabelsi", "ar": "أمينة الطرابلسي"}
    card = Card(
        uid="x", name=named, organisation={}, family={"en": "Trabelsi"}, honorific={"en": "H.E.", "ar": "معالي"}
    )
    lines = unfolded(written([card]))
    assert "N;ALTID=2;LANGUAGE=en:Trabelsi;Amina;;H.E.;" in lines
    assert "N;ALTID=2;LANGUAGE=ar:;أمينة الطرابلسي;;معالي;" in lines


def test_a_family_s_name_may_stand_first_and_may_be_of_several_words():
    assert parts("Nagy László", "Nagy") == ("Nagy", "László")
    assert parts("Ana de la Cruz", "de la Cruz") == ("de la Cruz", "Ana")
    assert parts("Trabelsiya Amina", "Trabelsi") == ("", "Trabelsiya Amina")
    assert parts("Pelé", "Pelé") == ("", "Pelé")


def test_a_card_says_how_somebody_is_called_and_in_which_language_written_to_and_shows_the_photo_with_its_credit():
    card = Card(
        uid="x",
        name={"en": "Amina"},
        organisation={},
        languages=("ar", "fr"),
        numbers=(("cell", "+216 20 000 000"),),
        photo=b"\xff\xd8",
        credit="Photo: S. Ali. CC BY 4.0",
    )
    lines = unfolded(written([card]))
    assert 'TEL;VALUE=text;TYPE="work,cell":+216 20 000 000' in lines
    assert [line for line in lines if line.startswith("LANG")] == ["LANG;PREF=1:ar", "LANG;PREF=2:fr"]
    assert "PHOTO:data:image/jpeg;base64,/9g=" in lines
    assert "NOTE;LANGUAGE=en:Photo: S. Ali. CC BY 4.0" in lines
