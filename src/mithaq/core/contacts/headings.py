"""What the columns of a list of contacts can say, and the headings by which each is known.

Headings are known in English and Arabic; the commonest in Chinese, French, German, Indonesian, Italian, Japanese,
Portuguese, Russian, Spanish and Turkish too.
"""

from __future__ import annotations

from enum import StrEnum

from mithaq.core.text import searchable


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


#: Headings by what they say; a language in brackets or after a dash is read separately (`columns.column_of`).
_HEADINGS: dict[Column, str] = {
    Column.ORGANISATION: (
        "city|organisation|organization|member|member city|institution|entity|body|municipality"
        "|name of city|city name|organisation name|organization name|name of organisation|company"
        "|university|network|town|metropolis|مدينة|المدينة|اسم المدينة|المنظمة|منظمة|اسم المنظمة|الجهة|جهة"
        "|اسم الجهة|المؤسسة|العضو|اسم العضو|البلدية|الأمانة|المدينة العضو|الهيئة|ville|commune|organisme"
        "|ciudad|organizacion|cidade|organizacao|municipio|stadt|sehir|kurum"
        "|comune|citta|ente|город|муниципалитет|организация"
        "|城市|市|机构|单位|都市|自治体|団体|kota|lembaga|nama kota"
    ),
    Column.KIND: (
        "kind|type|kind of organisation|organisation type|type of organisation|organization type"
        "|entity type|النوع|نوع|نوع الجهة|نوع المنظمة|نوع المؤسسة|type d organisme|tipo|art"
    ),
    Column.COUNTRY: (
        "country|state|nation|country code|iso|الدولة|دولة|البلد|بلد|رمز الدولة|pays|pais|land|ulke"
        "|paese|stato|страна|государство|国家|国|国名|negara"
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
        "|اسم المسؤول|المسؤول|الشخص المسؤول|اسم جهة الاتصال|nome e cognome|referente|responsable"
        "|nom du responsable|имя|фио|контактное лицо|姓名|联系人|氏名|担当者|nama|nama lengkap|kontak"
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
        "|lingue|язык|языки|语言|言語|bahasa"
    ),
    Column.TELEPHONE: (
        "phone|telephone|tel|phone number|telephone number|office phone|work phone|direct line|landline|phones|الهاتف"
        "|هاتف|رقم الهاتف|هاتف العمل|هاتف المكتب|تليفون|التليفون|تلفون|الهاتف الثابت|telephone fixe|numero de telephone"
        "|n de telephone|telefono|telefono fijo|numero de telefono|telefone|telefon|telefonnummer"
        "|telefono fisso|телефон|电话|電話|電話番号|telepon|nomor telepon"
    ),
    Column.MOBILE: (
        "mobile|mobile phone|mobile number|mobile telephone|cell|cell phone|cellphone|whatsapp|الجوال|جوال|رقم الجوال"
        "|الهاتف المحمول|الهاتف الجوال|المحمول|موبايل|الموبايل|النقال|الهاتف النقال|رقم المحمول|واتساب|portable"
        "|telephone portable|telephone mobile|gsm|movil|telefono movil|celular|telemovel|handy|mobil|cep telefonu"
        "|cellulare|мобильный телефон|手机|携帯電話|携帯|ponsel|hp"
    ),
    Column.FOCAL_POINT: (
        "is focal point|focal point yes no|focal point y n|is the focal point|admits colleagues|هل هو جهة الاتصال"
        "|جهة اتصال نعم لا|جهة الاتصال نعم لا|est point focal|point focal oui non|es punto focal|punto focal si no"
    ),
    Column.EMAIL: (
        "email|e-mail|e mail|mail|email address|e-mail address|address of mail|البريد الإلكتروني|البريد"
        "|بريد|بريد إلكتروني|الإيميل|ايميل|عنوان البريد|العنوان الإلكتروني|courriel|adresse e-mail|correo"
        "|correo electronico|e-posta|eposta"
        "|posta elettronica|indirizzo e-mail"
        "|почта|эл. почта|электронная почта|邮箱|电子邮件|电子邮箱|メール|メールアドレス|surel|alamat email"
    ),
    Column.ROLE: (
        "role|function|role in the group|capacity|الدور|دور|الصفة في المجموعة|المهمة|role dans le groupe"
        "|rol|rolle"
        "|роль|角色|役割|peran"
    ),
    Column.TITLE: (
        "title|office|position|job title|post|designation|office title|المنصب|المسمى الوظيفي|الوظيفة|منصب"
        "|المسمى|fonction|titre|poste|cargo|puesto|amt|unvan"
        "|carica|incarico|qualifica|qualite|quality|должность|职务|职位|役職|肩書|jabatan"
    ),
}  # fmt: skip
KNOWN = {searchable(word.strip()): column for column, words in _HEADINGS.items() for word in words.split("|")}
#: Headings that say the class in one list and the role in another: they take what no other heading says.
EITHER = {searchable(word): (Column.STANDING, Column.ROLE) for word in ("الصفة",)}
_LANGUAGES = {
    "en": (
        "en", "english", "eng", "latin", "الإنجليزية", "بالإنجليزية", "انجليزي", "إنجليزي", "باللاتينية", "ingles",
        "anglais", "englisch",
    ),
    "ar": ("ar", "arabic", "ara", "العربية", "بالعربية", "عربي", "arabe", "arabisch"),
}  # fmt: skip
OF_LANGUAGE = {searchable(word): code for code, words in _LANGUAGES.items() for word in words}
#: The columns that stand in each language by themselves.
IN_A_LANGUAGE = (
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
REASONS = set(map(searchable, REASON_HEADING.values()))
