"""Whether a sentence recommends, and which headings speak of recommendations, in English and Arabic.

These words only decide what is worth showing to a person: where nothing numbers the recommendations they find
candidates, and elsewhere they name the paragraphs that look like a recommendation but were not taken for one.
"""

from __future__ import annotations

import re

from mithaq.core.text import searchable

_VERBS = """
accede accelerate achieve adapt address adopt advance advocate align allocate amend apply assess boost bring broaden
build call champion co-create collaborate combat commit conduct consider continue convene coordinate create
decarbonise deepen define deliver deploy design develop devote direct draft eliminate embed embrace empower enable
enact encourage end endorse enforce engage enhance ensure establish expand expedite explore facilitate finance focus
foster fund give guarantee harmonise harmonize implement improve incentivise include incorporate increase
institutionalise integrate intensify introduce invest invite involve join launch leverage localise localize mainstream
maintain make mobilise mobilize monitor offer open optimise organise pilot place plan prepare preserve prevent
prioritise prioritize promote protect provide publish pursue put ratify recognise recognize redouble reduce reform
reinforce remove repeal require respect restore review revise safeguard scale secure set share simplify step
strengthen support sustain tackle take track train transform update upgrade urge use work
"""
#: Nouns of action with which an Arabic recommendation begins, as `searchable` writes them.
_MASDARS = """
اتاحه اتخاذ اجراء احترام احداث ادراج ادماج ارساء استثمار استحداث اشراك اصدار اصلاح اطلاق اعاده اعتماد اعداد
اعطاء الاخذ الارتقاء الاستثمار الاستفاده الاسراع الاعتراف الالتزام الانضمام الاهتمام التاكيد التركيز التزام
التعاون التوسع الحد الحرص الدعوه السعي السماح الشروع العمل القضاء المصادقه المضي انشاء ايجاد ايلاء بناء تاسيس
تاهيل تبادل تبسيط تبني تحديث تحديد تحسين تحفيز تحقيق تحويل تخصيص تخفيف تدريب ترسيخ تسريع تسهيل تشجيع تشكيل
تصميم تضمين تطبيق تطوير تعديل تعزيز تعميم تفعيل تقديم تقليل تقويه تكثيف تمكين تمويل تنسيق تنظيم تنفيذ تنميه
تهييه توجيه توسيع توطيد توظيف توفير تيسير حث حشد حمايه خفض دراسه دعم دعوه دمج رصد رفع زياده سن شمول صون صياغه
ضبط ضمان عقد كفاله متابعه مراجعه مراعاه مشاركه مضاعفه معالجه مكافحه منح منع مواءمه مواصله نشر وضع
"""

_ENGLISH = re.compile(
    rf"^(?:(?:{'|'.join(_VERBS.split())})\b"
    r"|(?:[\w'-]+,? ){0,8}?(?:should|must|shall|ought to|need to|are (?:called|invited|urged|encouraged) )\b"
    r"|(?:we|the (?:task force|authors|group|cities|mayors)|it is) (?:therefore |strongly |also )?"
    r"(?:recommend|urge|call|propose|invite|ask|encourage|request|suggest))"
)
_ARABIC = re.compile(
    rf"^(?:و?(?:{'|'.join(_MASDARS.split())})\b"
    r"|(?:\w+ ){0,6}?(?:ينبغي|يجب|يتعين|يلزم)\b"
    r"|(?:\w+ ){0,4}?(?:نوصي|توصي|يوصي|ندعو|تدعو|يدعو|نحث|تحث|يحث|نقترح|تقترح|يقترح|نطالب|نناشد|نشجع)\b)"
)

_TITLE = re.compile(
    r"\b(?:recomm[ae]ndations?|recomendacion(?:es)?|recomendac(?:ao|oes)|raccomandazion[ei]|empfehlung(?:en)?"
    r"|aanbeveling(?:en)?|rekomendasi|rekomendacj[ea]|zaleceni[ea]|рекомендаци[ия]|рекомендації|συστασεις|oneri(?:ler)?"
    r"|tavsiye(?:ler)?|mapendekezo|khuyen nghi|kien nghi|(?:و?(?:ال|بال|لل))?توصي(?:ه|ات))\b"
    r"|सिफारिश|सिफ़ारिश|अनुशंसा|توصیه|سفارشات|권고|제언|(?:^|[\s、.．)）])(?:政策)?(?:建议|建議|勧告|提言)$"
    r"|\bcalls? (?:to|for) action\b|\b(?:policy|key) (?:asks|proposals)\b|\bpriority actions\b"
    r"|\bwe (?:recommend|urge|call on)\b|\bنوصي\b|\b(?:نداء|نداءات|دعوه|دعوات) الي العمل\b"
)
#: What ends a chapter of recommendations where the styles of the headings do not tell.
_OTHER_CHAPTER = re.compile(
    r"(?:annex(?:es)?|appendi(?:x|ces)|case stud(?:y|ies)|about|conclusions?|executive summary|acknowledge?ments"
    r"|next steps|(?:ال)?(?:ملاحق|ملحق|خاتمه)|دراسات (?:ال)?حاله|شكر|نبذه)\b.*"
    r"|references|bibliography|sources|notes|endnotes|introduction|background|context|authors?|summary|abstract|glossary"
    r"|methodology|challenges|(?:ال)?(?:ملاحظات|هوامش|حواشي|مراجع|مصادر|مقدمه|خلاصه|ملخص|تحديات|مولفون)|خلفيه"
)


def recommends(sentence: str) -> bool:
    """Whether a sentence asks somebody to do something, by its first words."""
    folded = searchable(sentence[:200])
    return bool(_ENGLISH.match(folded) or _ARABIC.match(folded))


def announces_recommendations(heading: str) -> bool:
    """Whether a heading opens a chapter of recommendations."""
    folded = searchable(heading)
    return len(folded.split()) <= 12 and _TITLE.search(folded) is not None


def opens_another_chapter(heading: str) -> bool:
    """Whether a heading is one of those that stand beside the recommendations in every paper."""
    return _OTHER_CHAPTER.fullmatch(searchable(heading).strip(" :.")) is not None
