"""A small shared library in several languages, and questions with the records that answer them, for both databases."""

from __future__ import annotations

#: Key -> what it is called, and its pages: each a language and its text.
TEXTS: dict[int, tuple[tuple[str, str], list[tuple[str, str]]]] = {
    1: (
        ("en", "Flood warning for river cities"),
        [
            ("en", "A warning that reaches everyone. The city of the delta measures its river each hour."),
            ("en", "Cities on one river share their gauges; flooding is foretold a day before."),
        ],
    ),
    2: (
        ("ar", "الإنذار المبكر بالفيضانات في المُدن النهريّة"),
        [
            ("ar", "تتشارك المدنُ مقاييس النهر، فيُعرف الفيضان قبل يوم."),
            ("ar", "وللمدينة أن تطلب العون من جاراتها، وعلى الحكومات تمويل التوصيات."),
        ],
    ),
    3: (
        ("fr", "L'eau et les quartiers informels"),
        [("fr", "Les villes raccordent les quartiers à l'eau potable avant le titre de propriété.")],
    ),
    4: (
        ("en", "Water before the title deed"),
        [
            ("en", "Informal settlements receive water. Water, water and again water: 2.5 litres, then 50."),
            ("ar", "ماء مأمون للأحياء غير النظامية: water first, ثم السند. وكتب لمدن الضفاف."),
        ],
    ),
    5: (("zh", "河流保护"), [("zh", "城市应当保护河流与湿地。")]),
    6: (("hi", "नदी और नगर"), [("hi", "नदियों का पानी सबके लिए है।")]),
    7: (
        ("en", "Nothing about that"),
        [("en", "This page speaks of " + "many other things and " * 60 + "names a flood once.")],
    ),
}

#: What is asked -> the keys of what is found, best first.
QUESTIONS: dict[str, list[int]] = {
    "flood": [1, 7],
    "floods warnings": [1],
    "فيضان": [2],
    "الفيضانات": [2],
    "والفيضان": [2],
    "مدن": [2, 4],
    "بالمدن": [2, 4],
    "لمدن": [2, 4],
    "مدينة": [2],
    "توصية": [2],
    "المدن النهرية": [2],
    '"المدن النهرية"': [2],
    '"النهرية المدن"': [],
    "water": [4],
    "eau": [3],
    "L’EAU": [3],
    "villes quartier": [3],
    '"river cities"': [1],
    '"cities river"': [],
    "city -delta": [1],
    "flood -gauges -warning": [7],
    "2.5": [4],
    "٢٫٥": [4],
    "保护": [5],
    "护保": [],
    "नदी": [6],
    "informal settlement": [4],
    "-water": [],
    "": [],
    '"': [],
    "' OR 1=1 --": [],
    "water ماء": [4],
}
