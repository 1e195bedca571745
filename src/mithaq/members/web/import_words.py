"""The words of an import: what columns and fields are called, what becomes of a row, and why one is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mithaq.core.contacts.entries import Fault, Wrong
from mithaq.core.contacts.headings import Column
from mithaq.core.contacts.outcome import State, Thing
from mithaq.core.sheets.table import column_letters
from mithaq.foundation.actors.vocabulary import Kind, Role
from mithaq.foundation.languages import formats
from mithaq.foundation.languages.words import PerLanguage
from mithaq.members.templatetags.members import country_name
from mithaq.members.vocabulary import ChannelKind, Standing

COLUMNS: dict[Column, Promise] = {
    Column.ORGANISATION: _("Organisation (any language)"),
    Column.ORGANISATION_EN: _("Organisation in English"),
    Column.ORGANISATION_AR: _("Organisation in Arabic"),
    Column.KIND: _("Kind of organisation"),
    Column.COUNTRY: _("Country"),
    Column.TIME_ZONE: _("Time zone"),
    Column.STANDING: _("Class of member"),
    Column.SINCE: _("Member since"),
    Column.PERSON: _("Person (any language)"),
    Column.PERSON_EN: _("Person in English"),
    Column.PERSON_AR: _("Person in Arabic"),
    Column.GIVEN_NAME: _("Given name (any language)"),
    Column.GIVEN_NAME_EN: _("Given name in English"),
    Column.GIVEN_NAME_AR: _("Given name in Arabic"),
    Column.FAMILY_NAME: _("Family name (any language)"),
    Column.FAMILY_NAME_EN: _("Family name in English"),
    Column.FAMILY_NAME_AR: _("Family name in Arabic"),
    Column.HONORIFIC: _("Honorific (any language)"),
    Column.HONORIFIC_EN: _("Honorific in English"),
    Column.HONORIFIC_AR: _("Honorific in Arabic"),
    Column.PRONUNCIATION: _("How the name is said (any language)"),
    Column.PRONUNCIATION_EN: _("How the name is said, in English"),
    Column.PRONUNCIATION_AR: _("How the name is said, in Arabic"),
    Column.LANGUAGES: _("Languages, that of letters first"),
    Column.EMAIL: _("E-mail address"),
    Column.TELEPHONE: ChannelKind.TELEPHONE.label,
    Column.MOBILE: ChannelKind.MOBILE.label,
    Column.ROLE: _("Role"),
    Column.FOCAL_POINT: _("Whether the person is the focal point"),
    Column.TITLE: _("Office (any language)"),
    Column.TITLE_EN: _("Office in English"),
    Column.TITLE_AR: _("Office in Arabic"),
}
FIELDS: dict[tuple[str, str], Promise] = {
    (Thing.ORGANISATION, "name_en"): _("Organisation in English"),
    (Thing.ORGANISATION, "name_ar"): _("Organisation in Arabic"),
    (Thing.ORGANISATION, "kind"): _("Kind of organisation"),
    (Thing.ORGANISATION, "country"): _("Country"),
    (Thing.ORGANISATION, "time_zone"): _("Time zone"),
    (Thing.MEMBERSHIP, "standing"): _("Class of member"),
    (Thing.MEMBERSHIP, "since"): _("Member since"),
    (Thing.PERSON, "name_en"): _("Person in English"),
    (Thing.PERSON, "name_ar"): _("Person in Arabic"),
    (Thing.PERSON, "family_en"): COLUMNS[Column.FAMILY_NAME_EN],
    (Thing.PERSON, "family_ar"): COLUMNS[Column.FAMILY_NAME_AR],
    (Thing.PERSON, "honorific_en"): COLUMNS[Column.HONORIFIC_EN],
    (Thing.PERSON, "honorific_ar"): COLUMNS[Column.HONORIFIC_AR],
    (Thing.PERSON, "pronunciation_en"): COLUMNS[Column.PRONUNCIATION_EN],
    (Thing.PERSON, "pronunciation_ar"): COLUMNS[Column.PRONUNCIATION_AR],
    (Thing.PERSON, "languages"): COLUMNS[Column.LANGUAGES],
    (Thing.PERSON, "email"): _("E-mail address"),
    (Thing.CHANNEL, "telephone"): ChannelKind.TELEPHONE.label,
    (Thing.CHANNEL, "mobile"): ChannelKind.MOBILE.label,
    (Thing.FOCAL_POINT, "focal_point"): pgettext_lazy("field of a list", "Focal point"),
    (Thing.SEAT, "role"): _("Role"),
    (Thing.SEAT, "title_en"): _("Office in English"),
    (Thing.SEAT, "title_ar"): _("Office in Arabic"),
}
STATES: dict[State, Promise] = {
    State.ASKED: pgettext_lazy("row of a list", "To be answered"),
    State.REFUSED: pgettext_lazy("row of a list", "Refused"),
    State.NEW: pgettext_lazy("row of a list", "New"),
    State.CHANGED: pgettext_lazy("row of a list", "Changes something"),
    State.UNCHANGED: pgettext_lazy("row of a list", "Nothing new"),
    State.LEFT_OUT: pgettext_lazy("row of a list", "Left out"),
}
SIGNS = {
    State.ASKED: "waiting",
    State.REFUSED: "refused",
    State.NEW: "inserted",
    State.CHANGED: "open",
    State.UNCHANGED: "plain",
    State.LEFT_OUT: "past",
}
REASONS: dict[Wrong, Promise] = {
    Wrong.NO_ORGANISATION: _("No organisation is named."),
    Wrong.NO_PERSON: _("There is a way to reach somebody, and nobody to whom it belongs."),
    Wrong.NOT_AN_ADDRESS: _("This is not an address of mail."),
    Wrong.TWO_ALPHABETS: _("This address mixes letters of different alphabets that look alike. Type it anew."),
    Wrong.UNKNOWN_WORD: _("This word is not known here. Write one of the words that the empty sheet lists."),
    Wrong.GRAVE_ROLE: _("This role has rights over the whole house, so it is given by hand and by no list."),
    Wrong.NOT_A_DAY: _("This is not a day such as 2031-10-02."),
    Wrong.TWO_DAYS: _("This may be either of two days. Write it as 2031-10-02."),
    Wrong.FORMULA: _("This cell holds a formula, and formulas are never computed here. Write its value instead."),
    Wrong.TOO_LONG: _("This is longer than 200 signs."),
    Wrong.OTHERWISE_BEFORE: _("Row %(row)s says otherwise of the same thing."),
    Wrong.ADDRESS_TAKEN: _("Row %(row)s gives the same address to another person."),
    Wrong.NOT_A_NUMBER: _(
        "This is not a number to call, such as +216 71 000 000. Write several with a semicolon between."
    ),
    Wrong.ENDS_BY_HAND: _("This person is the focal point. A list names one and ends none: end the task by hand."),
    Wrong.GUARDED: _("This person has rights over the whole house and is changed by hand and by no list."),
}


def reason_of(fault: Fault) -> str:
    """Why a row is refused, or a cell left out of it, as a whole sentence in the active language."""
    words = str(REASONS[fault.wrong])
    return words % {"row": formats.in_digits(fault.more)} if "%(row)s" in words else words


def place_of(fault: Fault, row: int) -> str:
    """The cell as a spreadsheet names it ("C12"), or the empty text where the fault lies in no one cell."""
    return "" if fault.place is None else f"{column_letters(fault.place)}{row}"


def field_word(thing: str, field: str) -> str:
    """What a field is called."""
    known = FIELDS.get((thing, field))
    if known is not None:
        return str(known)
    return gettext("Name in another language (%(language)s)") % {"language": field.rpartition("_")[2]}


_LABELS: Mapping[str, type[Kind] | type[Role]] = {"kind": Kind, "role": Role}


def value_word(field: str, value: str, classes: Mapping[str, PerLanguage]) -> str:
    """A value as a person reads it: choices by their labels, classes in the group's own words (`classes`), countries by
    their names, days in full."""
    if not value:
        return ""
    if field == "standing":
        return str(classes.get(value) or Standing(value).label)
    if field in _LABELS:
        return str(dict(_LABELS[field].choices).get(value, value))
    if field == "focal_point":
        return gettext("yes")
    if field == "languages":
        return " · ".join(map(formats.name_of_language, value.split(",")))
    if field == "country":
        return country_name(value)
    if field == "since":
        return formats.day(date.fromisoformat(value), style="medium")
    return value
