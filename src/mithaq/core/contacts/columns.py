"""Which column of a list says what: guessed from its heading, then from what stands in it. A person has the last word.

Headings are known in English and Arabic, the commonest in French, Spanish, Portuguese, German and Turkish too. Where a
heading is known in no language, the contents may still say it: addresses of mail, country codes, days.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum

from mithaq.core.sheets.table import Row, Sheet
from mithaq.core.text import script_of, searchable, text_hash, western_digits


class Column(StrEnum):
    """What a column can say. `…_en` and `…_ar` are in that language; the plain ones are in that of their script."""

    ORGANISATION = "organisation"
    ORGANISATION_EN = "organisation_en"
    ORGANISATION_AR = "organisation_ar"
    KIND = "kind"
    COUNTRY = "country"
    TIME_ZONE = "time_zone"
    STANDING = "standing"
    SINCE = "since"
    PERSON = "person"
    PERSON_EN = "person_en"
    PERSON_AR = "person_ar"
    GIVEN_NAME = "given_name"
    GIVEN_NAME_EN = "given_name_en"
    GIVEN_NAME_AR = "given_name_ar"
    FAMILY_NAME = "family_name"
    FAMILY_NAME_EN = "family_name_en"
    FAMILY_NAME_AR = "family_name_ar"
    HONORIFIC = "honorific"
    HONORIFIC_EN = "honorific_en"
    HONORIFIC_AR = "honorific_ar"
    PRONUNCIATION = "pronunciation"
    PRONUNCIATION_EN = "pronunciation_en"
    PRONUNCIATION_AR = "pronunciation_ar"
    LANGUAGES = "languages"
    EMAIL = "email"
    TELEPHONE = "telephone"
    MOBILE = "mobile"
    ROLE = "role"
    FOCAL_POINT = "focal_point"
    TITLE = "title"
    TITLE_EN = "title_en"
    TITLE_AR = "title_ar"


#: Headings by what they say; a language in brackets or after a dash is read separately (`_of_language`).
_HEADINGS: dict[Column, str] = {
    Column.ORGANISATION: (
        "city|organisation|organization|member|member city|institution|entity|body|municipality"
        "|name of city|city name|organisation name|organization name|name of organisation|company"
        "|university|network|town|metropolis|مدينة|المدينة|اسم المدينة|المنظمة|منظمة|اسم المنظمة|الجهة|جهة"
        "|اسم الجهة|المؤسسة|العضو|اسم العضو|البلدية|الأمانة|المدينة العضو|الهيئة|ville|commune|organisme"
        "|ciudad|organizacion|cidade|organizacao|municipio|stadt|sehir|kurum"
    ),
    Column.KIND: (
        "kind|type|kind of organisation|organisation type|type of organisation|organization type"
        "|entity type|النوع|نوع|نوع الجهة|نوع المنظمة|نوع المؤسسة|type d organisme|tipo|art"
    ),
    Column.COUNTRY: (
        "country|state|nation|country code|iso|الدولة|دولة|البلد|بلد|رمز الدولة|pays|pais|land|ulke"
    ),
    Column.TIME_ZONE: "time zone|timezone|zone|tz|المنطقة الزمنية|التوقيت|fuseau horaire|zona horaria|zeitzone",
    Column.STANDING: (
        "class|class of member|membership|membership class|status|category|standing|member class"
        "|member type|الفئة|فئة|فئة العضوية|العضوية|الصفة|صفة العضوية|التصنيف|نوع العضوية|statut|categorie"
        "|categoria|klasse"
    ),
    Column.SINCE: (
        "since|joined|member since|from|date joined|admitted|admission date|start|start date|joining date"
        "|منذ|عضو منذ|تاريخ الانضمام|الانضمام|تاريخ العضوية|من تاريخ|تاريخ القبول|depuis|desde|seit"
    ),
    Column.PERSON: (
        "person|contact|name|full name|contact person|representative|contact name|delegate|participant"
        "|focal point|sherpa name|name of contact|الاسم|اسم|الاسم الكامل|اسم الشخص|المندوب|الممثل"
        "|اسم الممثل|جهة الاتصال|ممثل المدينة|مسؤول الاتصال|اسم المندوب|الشخص|المشارك|nom|nom complet|point focal"
        "|contacto|personne de contact|nombre|nombre completo|punto focal|persona de contacto|nome|ansprechpartner"
        "|adi soyadi"
    ),
    Column.GIVEN_NAME: "first name|given name|forename|الاسم الأول|الاسم الشخصي|prenom|nombre de pila|vorname|ad",
    Column.FAMILY_NAME: (
        "last name|family name|surname|اسم العائلة|اللقب العائلي|العائلة|الاسم الأخير|nom de famille"
        "|apellido|apellidos|sobrenome|nachname|soyad"
    ),
    Column.HONORIFIC: (
        "honorific|honorifics|salutation|form of address|prefix|courtesy title|اللقب|لقب|اللقب التشريفي|لقب تشريفي"
        "|صيغة المخاطبة|لقب المخاطبة|civilite|titre de civilite|formule de politesse|tratamiento|tratamento|anrede"
        "|hitap"
    ),
    Column.PRONUNCIATION: (
        "pronunciation|how the name is said|how to say the name|said as|phonetic|phonetic name|النطق|نطق الاسم"
        "|طريقة النطق|كيف ينطق الاسم|لفظ الاسم|prononciation|pronunciacion|pronuncia|aussprache|telaffuz"
    ),
    Column.LANGUAGES: (
        "language|languages|correspondence language|language of correspondence|language of letters|preferred language"
        "|working language|languages spoken|letters in|اللغة|لغة|اللغات|لغة المراسلة|لغة المراسلات|لغة الرسائل"
        "|لغة التواصل|اللغة المفضلة|لغة الخطابات|langue|langues|langue de correspondance|langue preferee|idioma|idiomas"
        "|idioma de correspondencia|idioma preferido|lingua|sprache|korrespondenzsprache|dil"
    ),
    Column.TELEPHONE: (
        "phone|telephone|tel|phone number|telephone number|office phone|work phone|direct line|landline|phones|الهاتف"
        "|هاتف|رقم الهاتف|هاتف العمل|هاتف المكتب|تليفون|التليفون|تلفون|الهاتف الثابت|telephone fixe|numero de telephone"
        "|n de telephone|telefono|telefono fijo|numero de telefono|telefone|telefon|telefonnummer"
    ),
    Column.MOBILE: (
        "mobile|mobile phone|mobile number|mobile telephone|cell|cell phone|cellphone|whatsapp|الجوال|جوال|رقم الجوال"
        "|الهاتف المحمول|الهاتف الجوال|المحمول|موبايل|الموبايل|النقال|الهاتف النقال|رقم المحمول|واتساب|portable"
        "|telephone portable|telephone mobile|gsm|movil|telefono movil|celular|telemovel|handy|mobil|cep telefonu"
    ),
    Column.FOCAL_POINT: (
        "is focal point|focal point yes no|focal point y n|is the focal point|admits colleagues|هل هو جهة الاتصال"
        "|جهة اتصال نعم لا|جهة الاتصال نعم لا|est point focal|point focal oui non|es punto focal|punto focal si no"
    ),
    Column.EMAIL: (
        "email|e-mail|e mail|mail|email address|e-mail address|address of mail|البريد الإلكتروني|البريد"
        "|بريد|بريد إلكتروني|الإيميل|ايميل|عنوان البريد|العنوان الإلكتروني|courriel|adresse e-mail|correo"
        "|correo electronico|e-posta|eposta"
    ),
    Column.ROLE: (
        "role|function|role in the group|capacity|الدور|دور|الصفة في المجموعة|المهمة|role dans le groupe"
        "|rol|rolle"
    ),
    Column.TITLE: (
        "title|office|position|job title|post|designation|office title|المنصب|المسمى الوظيفي|الوظيفة|منصب"
        "|المسمى|fonction|titre|poste|cargo|puesto|amt|unvan"
    ),
}  # fmt: skip
_KNOWN = {searchable(word.strip()): column for column, words in _HEADINGS.items() for word in words.split("|")}
#: Headings that say the class in one list and the role in another: they take what no other heading says.
_EITHER = {searchable(word): (Column.STANDING, Column.ROLE) for word in ("الصفة",)}
_LANGUAGES = {
    "en": (
        "en", "english", "eng", "latin", "الإنجليزية", "بالإنجليزية", "انجليزي", "إنجليزي", "باللاتينية", "ingles",
        "anglais", "englisch",
    ),
    "ar": ("ar", "arabic", "ara", "العربية", "بالعربية", "عربي", "arabe", "arabisch"),
}  # fmt: skip
_OF_LANGUAGE = {searchable(word): code for code, words in _LANGUAGES.items() for word in words}
#: The columns that stand in each language by themselves.
_IN_A_LANGUAGE = (
    Column.ORGANISATION, Column.PERSON, Column.GIVEN_NAME, Column.FAMILY_NAME, Column.HONORIFIC, Column.PRONUNCIATION,
    Column.TITLE,
)  # fmt: skip
#: The headings of the sheets that are written here, in each language; each is known, so that such a sheet comes back.
OWN_HEADINGS: dict[str, dict[Column, str]] = {
    "en": {
        Column.ORGANISATION_EN: "Organisation (English)", Column.ORGANISATION_AR: "Organisation (Arabic)",
        Column.KIND: "Kind", Column.COUNTRY: "Country", Column.TIME_ZONE: "Time zone", Column.STANDING: "Class",
        Column.SINCE: "Member since", Column.PERSON_EN: "Person (English)", Column.PERSON_AR: "Person (Arabic)",
        Column.FAMILY_NAME_EN: "Family name (English)", Column.FAMILY_NAME_AR: "Family name (Arabic)",
        Column.HONORIFIC_EN: "Honorific (English)", Column.HONORIFIC_AR: "Honorific (Arabic)",
        Column.PRONUNCIATION_EN: "Pronunciation (English)", Column.PRONUNCIATION_AR: "Pronunciation (Arabic)",
        Column.LANGUAGES: "Languages", Column.EMAIL: "E-mail", Column.TELEPHONE: "Telephone", Column.MOBILE: "Mobile",
        Column.ROLE: "Role", Column.FOCAL_POINT: "Focal point (yes/no)", Column.TITLE_EN: "Office (English)",
        Column.TITLE_AR: "Office (Arabic)",
    },
    "ar": {
        Column.ORGANISATION_AR: "الجهة (بالعربية)", Column.ORGANISATION_EN: "الجهة (بالإنجليزية)",
        Column.KIND: "النوع", Column.COUNTRY: "الدولة", Column.TIME_ZONE: "المنطقة الزمنية", Column.STANDING: "الفئة",
        Column.SINCE: "عضو منذ", Column.PERSON_AR: "الشخص (بالعربية)", Column.PERSON_EN: "الشخص (بالإنجليزية)",
        Column.FAMILY_NAME_AR: "اسم العائلة (بالعربية)", Column.FAMILY_NAME_EN: "اسم العائلة (بالإنجليزية)",
        Column.HONORIFIC_AR: "اللقب التشريفي (بالعربية)", Column.HONORIFIC_EN: "اللقب التشريفي (بالإنجليزية)",
        Column.PRONUNCIATION_AR: "نطق الاسم (بالعربية)", Column.PRONUNCIATION_EN: "نطق الاسم (بالإنجليزية)",
        Column.LANGUAGES: "اللغات", Column.EMAIL: "البريد الإلكتروني", Column.TELEPHONE: "الهاتف",
        Column.MOBILE: "الهاتف المحمول", Column.ROLE: "الدور", Column.FOCAL_POINT: "جهة الاتصال (نعم/لا)",
        Column.TITLE_AR: "المنصب (بالعربية)",
        Column.TITLE_EN: "المنصب (بالإنجليزية)",
    },
}  # fmt: skip
#: Above the reasons in a sheet of refused rows: it says nothing of anybody, and is no heading of the list's own.
REASON_HEADING = {"en": "Why it was refused", "ar": "سبب الرفض"}
_REASONS = set(map(searchable, REASON_HEADING.values()))

_ORGANISATIONS = {Column.ORGANISATION, Column.ORGANISATION_EN, Column.ORGANISATION_AR}
_PERSONS = {Column.PERSON, Column.PERSON_EN, Column.PERSON_AR}
_ONLY_OF_A_PERSON = {
    Column.EMAIL, Column.ROLE, Column.TITLE, Column.TITLE_EN, Column.TITLE_AR, Column.LANGUAGES, Column.MOBILE,
    Column.FOCAL_POINT,
    *(column for column in Column if column.startswith(("given_", "family_", "honorific", "pronunciation"))),
}  # fmt: skip
#: What answers whether somebody is the focal point, folded by `searchable`, where nothing else stands in a column.
YES = frozenset(
    map(searchable, ("yes", "y", "x", "true", "1", "نعم", "oui", "si", "sí", "sim", "ja", "evet", "✓", "✔"))
)
NO = frozenset(map(searchable, ("no", "n", "false", "0", "-", "لا", "non", "nao", "não", "nein", "hayır")))
#: With which words what stands before an Arabic name begins.
_ADDRESSED = frozenset(
    map(
        searchable,
        ("معالي", "سعادة", "السيد", "السيدة", "سيد", "سيدة", "الدكتور", "الدكتورة", "دكتور", "دكتورة", "د.", "د",
         "المهندس", "المهندسة", "م.", "م", "الأستاذ", "الأستاذة", "أستاذ", "أستاذة", "أ.", "أ.د.", "أ", "صاحب", "صاحبة",
         "سمو", "فخامة", "دولة", "عطوفة", "فضيلة", "سيادة", "الشيخ", "الشيخة", "اللواء", "الآنسة"),
    )
)  # fmt: skip
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{4}")
#: Headings stand among the first rows that are not empty: above them there may be a title, a date, a mark.
_SEARCHED = 15
#: So many cells of a column are looked at.
_LOOKED_AT = 60
_MOST = 0.7

Places = dict[int, Column]


def heading_row(sheet: Sheet) -> int:
    """The number of the row that holds the headings: the one in which most are known, else the first of two cells."""
    first = sheet.rows[:_SEARCHED]
    known = [(sum(column_of(cell) is not None for cell in row.cells), -place) for place, row in enumerate(first)]
    often, place = max(known, default=(0, 0))
    if often:
        return first[-place].number
    return next((row.number for row in first if sum(map(bool, row.cells)) > 1), first[0].number if first else 1)


def column_of(heading: str) -> Column | None:
    """What a heading says, or None where it is not known."""
    bare, language = _of_language(re.sub(r"[_:*#]+|\s+", " ", searchable(heading)).strip())
    column = _KNOWN.get(bare) or _KNOWN.get(re.sub(r"\W+", " ", bare).strip())
    if column is None or not language:
        return column
    return Column(f"{column}_{language}") if column in _IN_A_LANGUAGE else column


def guessed(headings: Sequence[str], rows: Sequence[Row]) -> Places:
    """Column by place. Each is said once: what a heading says goes before what contents suggest."""
    found: Places = {}
    either: dict[int, tuple[Column, ...]] = {}
    for place, heading in enumerate(headings):
        column = column_of(heading)
        if searchable(heading).strip() in _EITHER:
            either[place] = _EITHER[searchable(heading).strip()]
        elif column is not None:
            _settle(found, place, _answering(column, _contents(rows, place)), rows)
    for place, columns in either.items():
        found.update([(place, column) for column in columns if column not in found.values()][:1])
    for place in range(max([len(headings), *(len(row.cells) for row in rows[:_LOOKED_AT])])):
        if place not in found:
            column = _by_contents(_contents(rows, place))
            if column is not None and column not in found.values():
                found[place] = column
    _of_whom(found)
    return found


def _of_whom(found: Places) -> None:
    """A "name" beside nothing that only a person has is the name of an organisation."""
    said = set(found.values())
    organisations, persons = said & _ORGANISATIONS, said & _PERSONS
    if persons and not organisations and not said & _ONLY_OF_A_PERSON:
        for place, column in found.items():
            if column in _PERSONS:
                found[place] = Column(column.value.replace("person", "organisation"))


def _answering(column: Column, cells: Sequence[str]) -> Column:
    """Under "Focal point" some lists write the person's name, and some yes or no. "اللقب" is what stands before a name
    in the east of the Arab world, and the family's name in its west."""
    if column is Column.PERSON and cells and all(searchable(cell) in YES | NO for cell in cells):
        return Column.FOCAL_POINT
    addressed = sum(_ADDRESSED.issuperset(searchable(cell).split()[:1]) for cell in cells)
    if column is Column.HONORIFIC and 2 * addressed < len(cells) and _language(cells) == "ar":
        return Column.FAMILY_NAME
    return column


def _settle(found: Places, place: int, column: Column, rows: Sequence[Row]) -> None:
    """Enter a column that a heading names. Two that say the same are told apart by their script, if that can be."""
    if column not in found.values():
        found[place] = column
        return
    if column not in _IN_A_LANGUAGE:
        return
    before = next(known for known, said in found.items() if said is column)
    languages = [_language(_contents(rows, known)) for known in (before, place)]
    if set(languages) == {"en", "ar"}:
        found[before], found[place] = (Column(f"{column}_{language}") for language in languages)


def headings_of(sheet: Sheet, number: int) -> tuple[str, ...]:
    """The cells of the row with the headings; empty where there is none with that number."""
    return next((row.cells for row in sheet.rows if row.number == number), ())


def likeness_of_headings(headings: Sequence[str]) -> str:
    """The same for two files with the same headings in any order, so that what a person settled serves again."""
    own = {searchable(heading) for heading in headings} - _REASONS - {""}
    return text_hash("\n".join(sorted(own)))


def by_heading(headings: Sequence[str], mapping: Mapping[int, str]) -> dict[str, str]:
    """A mapping as it is kept for the next file: by heading, and by how often it has stood before."""
    return {_named(headings, place): column for place, column in mapping.items() if place < len(headings)}


def by_place(headings: Sequence[str], kept: Mapping[str, str]) -> Places:
    """The kept mapping for a file with the same headings, in its own order."""
    named = ((place, kept.get(_named(headings, place))) for place in range(len(headings)))
    return {place: Column(column) for place, column in named if column in set(Column)}


def _named(headings: Sequence[str], place: int) -> str:
    own = searchable(headings[place])
    before = sum(searchable(heading) == own for heading in headings[:place])
    return f"{own}#{before}" if before else own


def _of_language(heading: str) -> tuple[str, str]:
    """A heading without its language, and that language's code: "City (Arabic)", "name_en", "الاسم بالعربية"."""
    words = [word for word in re.split(r"[\s()\[\]/\-–,]+", heading) if word]
    languages = [_OF_LANGUAGE[word] for word in words if word in _OF_LANGUAGE]
    if len(languages) != 1 or len(words) == 1:
        return heading, ""
    small = {"in", "باللغه", "اللغه"}
    return " ".join(word for word in words if word not in _OF_LANGUAGE and word not in small), languages[0]


def _contents(rows: Sequence[Row], place: int) -> list[str]:
    return [row.cells[place] for row in rows[:_LOOKED_AT] if place < len(row.cells) and row.cells[place]]


def _by_contents(cells: Sequence[str]) -> Column | None:
    if not cells:
        return None
    for column, pattern in ((Column.EMAIL, _EMAIL), (Column.SINCE, _DAY)):
        if sum(pattern.fullmatch(western_digits(cell)) is not None for cell in cells) > _MOST * len(cells):
            return column
    codes = sum(len(cell) == 2 and cell.isascii() and cell.isupper() for cell in cells)
    return Column.COUNTRY if codes > _MOST * len(cells) else None


def _language(cells: Sequence[str]) -> str:
    scripts = Counter(script_of(cell) for cell in cells)
    if not scripts:
        return ""
    return {"Arab": "ar", "Latn": "en"}.get(scripts.most_common(1)[0][0], "")
