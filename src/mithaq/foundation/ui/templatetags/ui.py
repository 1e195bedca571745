"""The components of the pages. Every prop is a keyword, so that a misspelt one fails when the template is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, widgets
from django.http import QueryDict
from django.template.loader import get_template
from django.utils.html import conditional_escape, format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import get_language

from mithaq.foundation.languages import formats
from mithaq.foundation.ui.choices import written
from mithaq.foundation.ui.fields import SoughtByName
from mithaq.foundation.ui.paging import ALL, Pages
from mithaq.foundation.ui.templatetags import values

register = template.Library()
register.tags |= values.register.tags
register.filters |= values.register.filters

NOTICES = ("information", "waiting", "refused", "done")
#: How many steps of one kind a thread shows before the others have to be unfolded.
SHOWN = 4
#: The states of a badge: the sign that goes with each is its name or the one given here.
STATES = {
    "open": "open",
    "coming": "coming",
    "past": "past",
    "done": "done",
    "waiting": "waiting",
    "refused": "refused",
    "objection": "objection",
    "inserted": "inserted",
    "deleted": "deleted",
    "bracketed": "bracket",
    "reserved": "reservation",
    "gap": "gap",
    "plain": "",
}


def _drawn(component: str, /, **props: Any) -> SafeString:
    return mark_safe(get_template(f"ui/{component}.html").render(props))  # noqa: S308 - rendered, hence escaped


def _one_of(value: str, allowed: Iterable[str], prop: str) -> str:
    if value not in allowed:
        raise template.TemplateSyntaxError(f"{prop} is {value!r}, but must be one of {', '.join(allowed)}")
    return value


# Things to read -----------------------------------------------------------------------------------------------------


@register.simple_block_tag
def page_heading(content: str, *, title: Any, kicker: Any = "") -> SafeString:
    """The page's one `h1`, what kind of thing it is above it, and a lead below it."""
    return _drawn("page_heading", title=title, kicker=kicker, lead=_kept(content))


@register.simple_block_tag
def notice(content: str, *, kind: str, title: Any = "") -> SafeString:
    """A message: `information`, `waiting`, `refused` or `done`, with its sign and an optional title."""
    return _drawn("notice", kind=_one_of(kind, NOTICES, "kind"), title=title, content=_kept(content))


@register.simple_tag
def badge(*, state: str, word: Any) -> SafeString:
    """The word for a state with the sign and the colour that go with it."""
    drawing = STATES[_one_of(state, STATES, "state")]
    return format_html(
        '<span class="badge badge--{}">{}{}</span>', state, values.sign(of=drawing) if drawing else "", word
    )


@register.simple_block_tag
def table(content: str, *, caption: Any, wide: bool = False, caption_hidden: bool = False) -> SafeString:
    """A table from its `thead` and `tbody`. Each cell gets its column's label, with which it stacks on a phone."""
    return _drawn("table", caption=caption, caption_hidden=caption_hidden, wide=wide, content=labelled(_kept(content)))


@register.simple_block_tag
def nothing_yet(content: str, *, what: Any, who: Any = "") -> SafeString:
    """An empty place: what will stand here, and who puts it there. The content may hold the one action."""
    return _drawn("nothing_yet", what=what, who=who, content=_kept(content))


@register.simple_tag
def thread(*, this: Any, before: Sequence[Any] = (), after: Sequence[Any] = ()) -> SafeString:
    """The object's place in the one line from study to uptake, one kind after the other.

    A step has `.kind` (a word), `.title` and `.url`, as `foundation.thread.steps` makes them; the nearest come first.
    """
    return _drawn("thread", this=this, before=_by_kind(before)[::-1], after=_by_kind(after))


@register.simple_tag
def figure_line(*, value: Any, words: Any, as_of: datetime | date | None = None, url: str = "") -> SafeString:
    """A number with what it counts, the date up to which it is true, and the way to its records."""
    shown = formats.number(value) if isinstance(value, formats.Quantity) else value
    return _drawn("figure_line", value=shown, words=words, as_of=as_of, url=url)


@register.simple_tag
def history(*, acts: Iterable[Any], zone: Any = None) -> SafeString:
    """Acts in the order given; each has `.sentence` and `.at`, and may have `.by`, `.url` and its record's `.name`."""
    return _drawn("history", acts=acts, zone=zone)


@register.simple_tag
def person_line(
    *, person: Any, title: Any = "", organisation: Any = "", url: str = "", note: Any = "", photo: Any = None
) -> SafeString:
    """A person with office and organisation, and with a photo where there is one."""
    props = {"person": person, "title": title, "organisation": organisation, "url": url, "note": note}
    return _drawn("person_line", **props, photo=photo)


@register.simple_tag
def progress(*, done: int, total: int, words: Any) -> SafeString:
    """How far a thing has come, as a bar and in words."""
    return _drawn("progress", done=done, total=total, words=words, anchor=f"progress-{slugify(words, True)}")


@register.simple_block_tag
def disclosure(content: str, *, summary: Any, open: bool = False) -> SafeString:
    """Something to unfold."""
    return _drawn("disclosure", summary=summary, open=open, content=_kept(content))


@register.simple_tag
def picture(*, of: Any, title: Any, caption: Any = "", shut: bool = True) -> SafeString:
    """A drawing of `pictures.py` as a figure, with the table that says the same; `shut` folds the table."""
    return _drawn(
        f"pictures/{of.kind}", drawing=of, title=title, caption=caption, shut=shut, anchor=slugify(title, True)
    )


# Ways to go ---------------------------------------------------------------------------------------------------------


@register.simple_tag
def breadcrumbs(*, trail: Sequence[tuple[Any, str]]) -> SafeString:
    """The way back: pairs of title and address."""
    return _drawn("breadcrumbs", trail=trail)


@register.simple_tag
def tabs(*, items: Iterable[Any], label: Any) -> SafeString:
    """Views of one thing; each item has `.title`, `.url`, `.current` and may have `.count`."""
    return _drawn("tabs", items=items, label=label)


@register.simple_tag(takes_context=True)
def pagination(context: template.Context, *, page: Page[Any], parameter: str = "page") -> SafeString:
    """The ways through a long list (`paging.page_of`): a step each way, the pages by number, and the whole list where
    it is offered. Keeps the rest of the address."""
    asked = context["request"].GET.copy() if "request" in context else QueryDict(mutable=True)

    def to(target: int | str) -> str:
        asked[parameter] = str(target)
        return f"?{asked.urlencode()}"

    pages = page.paginator
    own = pages if isinstance(pages, Pages) else None  # the foundation's own rooms cut their lists themselves
    numbers = pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return _drawn(
        "pagination",
        page=page,
        previous=to(page.previous_page_number()) if page.has_previous() else "",
        next=to(page.next_page_number()) if page.has_next() else "",
        numbers=[(number, to(number) if isinstance(number, int) else "") for number in numbers],
        whole=to(ALL) if own and page.has_other_pages() and own.may_be_whole else "",
        in_pages=to(1) if own and own.is_whole and own.count > own.size else "",
    )


@register.simple_tag(takes_context=True)
def name_search(context: template.Context, *, form: SoughtByName, label: Any) -> SafeString:
    """The way to one name in a long list; what else the list was asked stays asked, on its first page."""
    asked = context["request"].GET
    others = [(key, value) for key in asked if key not in ("name", "page") for value in asked.getlist(key)]
    kept = QueryDict(mutable=True)
    for key, value in others:
        kept.appendlist(key, value)
    return _drawn("name_search", form=form, label=label, others=others, everything=f"?{kept.urlencode()}")


@register.simple_tag
def steps(*, titles: Sequence[Any], current: int) -> SafeString:
    """The screens of a short way and where one stands in it (`current` counts from one)."""
    return _drawn("steps", titles=titles, current=current)


# Things to do -------------------------------------------------------------------------------------------------------


@register.simple_block_tag
def button(
    content: str, *, kind: str = "strong", url: str = "", name: str = "", value: str = "", type: str = "submit"
) -> SafeString:
    """A button, or with `url` a link that looks like one: `strong` (once a page), `plain`, `quiet` or `grave`."""
    kind = _one_of(kind, ("strong", "plain", "quiet", "grave"), "kind")
    # No template of its own: a page may have a hundred of them.
    inside = _kept(content)
    if url:
        return format_html('<a class="button button--{}" href="{}">{}</a>', kind, url, inside)
    sent = format_html(' name="{}" value="{}"', name, value) if name else ""
    return format_html('<button class="button button--{}" type="{}"{}>{}</button>', kind, type, sent, inside)


@register.simple_block_tag(takes_context=True)
def action_form(
    context: template.Context,
    content: str,
    *,
    url: str,
    strong: Any,
    kind: str = "strong",
    upload: bool = False,
    back_url: str = "",
    back: Any = "",
    label: Any = "",
) -> SafeString:
    """A form that is sent by one strong button; `back_url` leads away without doing anything."""
    return _drawn(
        "action_form",
        url=url,
        strong=strong,
        kind=_one_of(kind, ("strong", "plain", "quiet", "grave"), "kind"),
        upload=upload,
        back_url=back_url,
        back=back,
        label=label,
        content=_kept(content),
        csrf_token=context.get("csrf_token", ""),
    )


@register.simple_tag
def field(*, of: BoundField, language: str = "") -> SafeString:
    """One form field: label, help, what was wrong, and the widget tied to them. `language` is that of what is typed."""
    widget = of.field.widget
    attributes: dict[str, str | bool] = {}
    if language:
        attributes |= {"lang": language, "dir": values.direction_of(language)}
    elif isinstance(widget, (widgets.EmailInput, widgets.URLInput, widgets.NumberInput, widgets.DateTimeBaseInput)):
        attributes["dir"] = "ltr"
    elif isinstance(widget, (widgets.TextInput, widgets.Textarea)):
        attributes["dir"] = "auto"
    if isinstance(widget, widgets.Textarea):
        # A browser cuts off what is pasted beyond it without a word; the form says so and keeps all of it.
        attributes["maxlength"] = False
    return _drawn("field", field=of, widget=of.as_widget(written(widget), attributes), ticked=_is_tick(widget))


@register.simple_tag
def form_errors(*, form: BaseForm) -> SafeString:
    """What is wrong with a form, at its top, each line leading to its field; nothing where all is well."""
    if not form.is_bound or not form.errors:
        return SafeString("")
    return _drawn("form_errors", form=form, wrong=[(bound, _first_id(bound)) for bound in form if bound.errors])


# The text -----------------------------------------------------------------------------------------------------------


@register.simple_block_tag
def clause(
    content: str, *, number: Any, wordings: Sequence[Any], anchor: str, url: str = "", state: str = "", word: Any = ""
) -> SafeString:
    """A clause as a row: its authentic languages side by side, aligned; the content is the margin.

    Each wording has `.language` and `.text`, or `.html` where it is marked up already; the reader's own comes first.
    """
    reader = get_language()
    wordings = sorted(wordings, key=lambda wording: wording.language != reader)
    return _drawn(
        "clause",
        number=formats.in_digits(str(number)),
        wordings=wordings,
        anchor=anchor,
        url=url,
        state=state,
        word=word,
        margin=_kept(content),
    )


@register.simple_tag
def roll(*, entries: Sequence[Any], zone: Any = None) -> SafeString:
    """The roll of endorsers: each entry has `.name`, `.at`; it may have `.klass`, `.url`, `.reservation`,
    `.withdrawn`."""
    return _drawn("roll", entries=entries, zone=zone)


# Inside -------------------------------------------------------------------------------------------------------------

_CELL = re.compile(r"<(/?)(td|th|tr|thead|tbody|tfoot)\b([^>]*)>")
_HEADING = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
_ROLES = {"tr": "row", "thead": "rowgroup", "tbody": "rowgroup", "tfoot": "rowgroup", "td": "cell"}


def labelled(content: str) -> SafeString:
    """The rows of a table with each cell's column as `data-label` and the roles that stacking takes from it."""
    head, found, _ = content.partition("</thead>")
    headings = _HEADING.findall(head) if found else []
    labels = [" ".join(strip_tags(text).split()).replace('"', "&quot;") for text in headings]
    place = -1

    def with_role(match: re.Match[str]) -> str:
        nonlocal place
        shut, tag, attributes = match.groups()
        if shut:
            return match[0]
        place = -1 if tag == "tr" else place + (tag in ("td", "th"))
        role = _ROLES.get(tag) or ("rowheader" if 'scope="row"' in attributes else "columnheader")
        label = labels[place] if tag == "td" and 0 <= place < len(labels) else ""
        stacked = f' data-label="{label}"' if label else ""
        return f'<{tag}{attributes} role="{role}"{stacked}>'

    return mark_safe(_CELL.sub(with_role, content))  # noqa: S308 - the content was rendered, hence escaped, before


class Kindred(NamedTuple):
    """The steps of one kind: the first few are shown, the others unfold."""

    kind: Any
    shown: list[Any]
    folded: list[Any]
    number: int


def _by_kind(found: Sequence[Any]) -> list[Kindred]:
    kinds: dict[str, list[Any]] = {}
    for step in found:
        kinds.setdefault(str(step.kind), []).append(step)
    return [Kindred(kind, steps[:SHOWN], steps[SHOWN:], len(steps)) for kind, steps in kinds.items()]


def _is_tick(widget: widgets.Widget) -> bool:
    return isinstance(widget, widgets.CheckboxInput)


def _first_id(bound: BoundField) -> str:
    # A group of choices has no id of its own to focus; its first choice has.
    return f"{bound.auto_id}_0" if bound.use_fieldset else str(bound.id_for_label)


def _kept(content: str) -> SafeString:
    # What stood inside a block tag was rendered with autoescape on; stripping keeps it safe but loses the mark.
    return mark_safe(conditional_escape(content).strip())  # noqa: S308
