"""The components: what they print, what they refuse, and that they stand without anything around them."""

from __future__ import annotations

import re
from datetime import date, datetime
from types import SimpleNamespace as Thing
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import get_template
from django.utils.translation import override

from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.ui.signs import SIGNS

NOON = datetime(2031, 10, 2, 12, 0, tzinfo=ZoneInfo("Asia/Riyadh"))
TUNIS = PerLanguage(en="Tunis", ar="تونس")


def drawn(source: str, language: str = "en", **context: object) -> str:
    with override(language):
        text = Template("{% load ui %}" + source).render(Context(context))
    return re.sub(r"\s+", " ", re.sub(r">\s+<", "><", text)).strip()


# Words and values -----------------------------------------------------------------------------------------------------


def test_a_name_is_isolated_and_says_its_language():
    assert drawn("{% name of=city %}", city=TUNIS) == '<bdi lang="en" dir="ltr">Tunis</bdi>'
    assert drawn("{% name of=city %}", "ar", city=TUNIS) == '<bdi lang="ar" dir="rtl">تونس</bdi>'


def test_a_name_that_one_language_lacks_is_shown_in_the_other():
    assert drawn("{% name of=city %}", city={"ar": "تونس"}) == '<bdi lang="ar" dir="rtl">تونس</bdi>'


def test_what_people_typed_is_escaped_in_a_name():
    assert drawn("{% name of=city %}", city="<b>Tunis</b>") == '<bdi dir="auto">&lt;b&gt;Tunis&lt;/b&gt;</bdi>'


def test_a_moment_is_for_people_and_for_machines():
    assert drawn("{% moment at=at %}", at=NOON) == (
        '<time datetime="2031-10-02T09:00:00+00:00" data-moment>Thursday 2 October 2031, 12:00, Riyadh time</time>'
    )
    assert drawn('{% moment at=at style="short" %}', at=date(2031, 10, 2)) == '<time datetime="2031-10-02">2 Oct</time>'
    assert drawn("{% moment at=at %}", at=None) == ""


def test_a_countdown_counts_from_the_clock_of_the_page():
    until = NOON.replace(day=5)
    assert ">3 days</span>" in drawn("{% countdown until=until %}", until=until, clock_at=NOON)
    assert ">The time is over.</span>" in drawn("{% countdown until=clock_at %}", clock_at=NOON)


def test_a_mandate_is_told_in_one_phrase():
    assert drawn("{% scopes of=scopes %}", scopes=["propose", "negotiate"]) == "may propose and negotiate"
    assert drawn("{% scopes of=scopes %}", scopes=[]) == ""


@pytest.mark.parametrize("name", SIGNS)
def test_every_sign_is_hidden_from_screen_readers(name: str):
    assert 'aria-hidden="true"' in drawn("{% sign of=name %}", name=name)


# Props ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        '{% badge state="open" wrod="open" %}',
        '{% badge "open" word="open" %}',
        '{% badge state="open" %}',
        '{% button knid="strong" %}Go{% endbutton %}',
        "{% field field=form %}",
        "{% moment style='full' %}",
    ],
)
def test_a_prop_that_is_unknown_missing_or_unnamed_fails_when_the_template_is_read(source: str):
    with pytest.raises(TemplateSyntaxError):
        Template("{% load ui %}" + source)


@pytest.mark.parametrize(
    "source",
    [
        '{% badge state="opne" word="open" %}',
        '{% notice kind="loud" %}x{% endnotice %}',
        '{% button kind="big" %}x{% endbutton %}',
    ],
)
def test_a_value_that_is_not_among_the_choices_is_refused(source: str):
    with pytest.raises(TemplateSyntaxError, match="must be one of"):
        drawn(source)


# Things to read -------------------------------------------------------------------------------------------------------


def test_a_notice_has_a_sign_beside_its_colour_and_a_role_that_is_heard():
    assert 'role="alert"><svg' in drawn('{% notice kind="refused" %}No.{% endnotice %}')
    assert 'role="status"><svg' in drawn('{% notice kind="done" %}Yes.{% endnotice %}')
    assert "role=" not in drawn('{% notice kind="waiting" %}Soon.{% endnotice %}')


def test_what_people_typed_is_escaped_inside_a_block():
    assert "&lt;script&gt;" in drawn('{% notice kind="done" %}{{ typed }}{% endnotice %}', typed="<script>")


def test_the_cells_of_a_table_know_their_column_and_keep_their_roles_when_stacked():
    source = """{% table caption="Cities" %}
      <thead><tr><th scope="col">City</th><th scope="col">People "in all"</th></tr></thead>
      <tbody><tr><th scope="row">Tunis</th><td class="quantity">9</td></tr></tbody>{% endtable %}"""
    assert (
        '<tbody role="rowgroup"><tr role="row"><th scope="row" role="rowheader">Tunis</th>'
        '<td class="quantity" role="cell" data-label="People &quot;in all&quot;">9</td></tr></tbody>'
    ) in drawn(source)


def test_the_thread_shows_the_nearest_kind_next_to_the_thing_and_folds_what_is_much():
    recommendations = [Thing(kind="Recommendations", title=f"R{n}", url=f"/r{n}/") for n in range(6)]
    papers = [Thing(kind="Papers", title="P", url="/p/")]
    text = drawn(
        "{% thread this=this before=before %}",
        this=Thing(kind="Point", title="9", url=""),
        before=[*recommendations, *papers],
    )
    assert re.findall(r'thread__kind">(\w+)', text) == ["Papers", "Recommendations", "Point"]
    assert text.index("/r3/") < text.index("and 2 more") < text.index("/r4/")


def test_arabic_counts_what_is_folded_in_its_own_digits():
    knots = [Thing(kind="k", title=str(n), url="#") for n in range(9)]
    assert "و٥ أخرى" in drawn("{% thread this=this after=after %}", "ar", this=knots[0], after=knots)


def test_a_figure_stands_beside_its_evidence():
    text = drawn('{% figure_line value=39 words="cities" as_of=at url="/f/" %}', "ar", at=NOON)
    assert "<bdi>٣٩</bdi>" in text
    assert 'href="/f/"' in text
    assert "٢ أكتوبر ٢٠٣١" in text


def test_a_history_of_nothing_says_so():
    assert "Nothing has happened here yet." in drawn("{% history acts=acts %}", acts=[])


# Ways to go -----------------------------------------------------------------------------------------------------------


def test_the_page_one_stands_on_is_marked():
    tabs = [Thing(title="Clean", url="/a/", current=True), Thing(title="Redline", url="/b/", current=False)]
    assert re.findall(r'<a href="(\S+)" aria-current="page"', drawn('{% tabs items=tabs label="x" %}', tabs=tabs)) == [
        "/a/"
    ]
    assert '<span aria-current="page"><bdi' in drawn(
        "{% breadcrumbs trail=trail %}", trail=[("Year", "/"), ("Text", "")]
    )


# Things to do ---------------------------------------------------------------------------------------------------------


class Amendment(forms.Form):
    title = forms.CharField(label="Title", help_text="As in the list.")
    answer = forms.ChoiceField(label="Answer", choices=[("y", "Yes")], widget=forms.RadioSelect)
    email = forms.EmailField(label="E-mail", required=False)


def test_a_field_is_tied_to_its_label_its_help_and_what_was_wrong():
    text = drawn("{% field of=form.title %}", form=Amendment({}))
    assert '<label class="field__label" for="id_title">Title</label>' in text
    assert 'id="id_title_helptext"' in text
    assert 'id="id_title_error"' in text
    assert 'aria-describedby="id_title_helptext id_title_error"' in text
    assert 'aria-invalid="true"' in text


def test_choices_are_a_group_with_a_legend():
    text = drawn("{% field of=form.answer %}", form=Amendment({}))
    assert text.startswith('<fieldset class="field field--choices field--wrong" aria-describedby="id_answer_error"')
    assert '<legend class="field__label">Answer</legend>' in text


def test_a_field_that_may_stay_empty_says_so_and_an_address_is_typed_from_left_to_right():
    text = drawn("{% field of=form.email %}", "ar", form=Amendment())
    assert "(اختياري)" in text
    assert 'dir="ltr"' in text


def test_a_field_is_typed_in_the_language_it_is_for():
    assert 'lang="ar" dir="rtl"' in drawn('{% field of=form.title language="ar" %}', form=Amendment())


def test_what_was_typed_is_kept():
    assert 'value="typed"' in drawn("{% field of=form.title %}", form=Amendment({"title": "typed"}))


def test_the_errors_of_a_form_lead_to_their_fields():
    text = drawn("{% form_errors form=form %}", form=Amendment({}))
    assert re.findall(r'href="#(\w+)"', text) == ["id_title", "id_answer_0"]
    assert "2 things need your attention. Nothing you typed was lost." in text


def test_a_form_without_faults_has_no_summary():
    assert drawn("{% form_errors form=form %}", form=Amendment()) == ""


def test_an_action_is_a_post_with_a_token_and_one_strong_button():
    text = drawn('{% action_form url="/x/" strong="Endorse" %}{% endaction_form %}', csrf_token="abc")
    assert '<form class="action-form" method="post" action="/x/">' in text
    assert '<input type="hidden" name="csrfmiddlewaretoken" value="abc">' in text
    assert text.count("button--strong") == 1


# The text -------------------------------------------------------------------------------------------------------------


def test_the_readers_language_comes_first_in_a_clause():
    wordings = [Thing(language="en", text="We ask"), Thing(language="ar", text="ندعو")]
    source = '{% clause number=12 wordings=wordings anchor="c" %}{% endclause %}'
    assert [
        re.findall(r'lang="(\w+)" dir="(\w+)"', drawn(source, code, wordings=wordings)) for code in ("en", "ar")
    ] == [
        [("en", "ltr"), ("ar", "rtl")],
        [("ar", "rtl"), ("en", "ltr")],
    ]
    assert "<bdi>١٢</bdi>" in drawn(source, "ar", wordings=wordings)


def test_the_roll_marks_a_reservation_and_a_withdrawal_in_words():
    entries = [Thing(name=TUNIS, at=NOON, reservation="/r/"), Thing(name=TUNIS, at=NOON, withdrawn=NOON)]
    text = drawn("{% roll entries=entries %}", entries=entries)
    assert text.count("with a reservation") == 1
    assert text.count(">withdrawn</span>") == 1


# Pages ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(
    "page", ["400.html", "500.html", "503.html", "ui/shell.html", "ui/thumb.html", "404.html", "403.html"]
)
def test_a_page_stands_without_any_context(page: str, language: str):
    with override(language):
        text = get_template(page).template.render(Context())
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in text


def test_the_shell_shows_the_year_the_seat_and_the_way_to_the_other_language():
    context = {
        "group": Thing(mark="U20", name=PerLanguage(en="Urban 20")),
        "cycle": Thing(title=PerLanguage(en="The year")),
        "stages": [Thing(title="Talks", url="/t/", state="open", opens=date(2031, 9, 1), closes=date(2031, 10, 31))],
        "next_deadline": Thing(title="Returns", at=NOON),
        "seat": Thing(sentence="Amina, for Tunis", scopes=["negotiate"]),
        "languages": [{"code": "en", "url": "/en/"}, {"code": "ar", "own_name": "العربية", "url": "/ar/"}],
        "clock_at": NOON,
        "demonstration": True,
    }
    with override("en"):
        text = get_template("ui/shell.html").template.render(Context(context))
    for words in (
        "Urban 20",
        "1 Sept – 31 Oct",
        "Returns",
        "Amina, for Tunis",
        "may negotiate",
        'href="/ar/" lang="ar"',
        "Its clock stands at",
    ):
        assert words in text.replace("\u2009", " ")
    assert 'href="/en/" lang' not in text
