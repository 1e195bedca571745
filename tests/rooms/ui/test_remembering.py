"""Parts of a page that are drawn once for all readers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils.translation import override

from tests.factories.house import OPENING, a_city, a_house

ROLL = (
    '{% load remembering %}{% remembered "roll" key %}{% for one in names %}{{ one }} {% endfor %}{% endremembered %}'
)


def drawn(key: str, *names: str, at=OPENING, language: str = "en") -> str:
    with override(language):
        return Template(ROLL).render(Context({"key": key, "names": names, "clock_at": at})).strip()


@pytest.fixture
def house(db):
    return a_house()


def test_what_was_drawn_is_shown_again_until_the_next_act(house):
    assert drawn("communiqué", "Tunis") == drawn("communiqué", "Lisbon") == "Tunis"
    a_city(house)
    assert drawn("communiqué", "Lisbon") == "Lisbon"


def test_it_is_drawn_anew_in_the_next_minute(house):
    assert drawn("communiqué", "Tunis") == "Tunis"
    assert drawn("communiqué", "Lisbon", at=OPENING + timedelta(minutes=1)) == "Lisbon"


def test_other_values_and_other_languages_are_drawn_by_themselves(house):
    assert drawn("communiqué", "Tunis") == "Tunis"
    assert drawn("statement", "Lisbon") == "Lisbon"
    assert drawn("communiqué", "تونس", language="ar") == "تونس"


def test_what_it_draws_is_escaped_once(house):
    assert drawn("hostile", "<b>") == drawn("hostile", "<b>") == "&lt;b&gt;"


def test_what_is_alike_is_drawn_once_for_each_language():
    page = Template("{% load remembering %}{% alike %}{{ word }}{% endalike %}")
    said = []
    for language, word in (("en", "Style"), ("en", "other"), ("ar", "نمط"), ("ar", "other")):
        with override(language):
            said.append(page.render(Context({"word": word})))
    assert said == ["Style", "Style", "نمط", "نمط"]


def test_what_is_kept_outlives_acts_and_minutes_and_is_another_for_other_values(house):
    row = Template('{% load remembering %}{% kept "row" key %}{{ word }}{% endkept %}')

    def said(key, word, minutes=0):
        return row.render(Context({"key": key, "word": word, "clock_at": OPENING + timedelta(minutes=minutes)}))

    assert said(("a", ("Tunis", 1)), "Tunis") == "Tunis"
    a_city(house)
    assert said(("a", ("Tunis", 1)), "Lisbon", minutes=5) == "Tunis"
    assert said(("a", ("Lisbon", 1)), "Lisbon") == "Lisbon"
    with override("ar"):
        assert said(("a", ("Tunis", 1)), "تونس") == "تونس"


@pytest.mark.parametrize("tag", ["remembered", "kept"])
def test_it_needs_a_name(tag):
    with pytest.raises(TemplateSyntaxError, match=f"{tag} needs a name"):
        Template(f"{{% load remembering %}}{{% {tag} %}}x{{% end{tag} %}}")
