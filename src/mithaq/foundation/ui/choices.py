"""Long lists of choices, written at once.

Django draws every option with a template of its own, which for six hundred time zones takes a tenth of a second. These
widgets write the same HTML in one piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.choices import BaseChoiceIterator
from django.utils.functional import Promise
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

#: Lists of options kept as they were written; one of a thousand takes a hundred kilobytes.
KEPT = 64


#: An option: its value, its label, and whether the label is HTML; that is a part of the key, since a safe string
#: equals a plain one.
_Option = tuple[str, str, bool]


@lru_cache(KEPT)
def _options(listed: tuple[tuple[str | None, tuple[_Option, ...]], ...]) -> str:
    """Options of which none is chosen, each run under the title of its group, or None: the same names stand in form
    after form."""
    pieces: list[str] = []
    for title, options in listed:
        written = "".join(
            f'<option value="{escape(value)}">{label if is_safe else escape(label)}</option>'
            for value, label, is_safe in options
        )
        pieces.append(written if title is None else f'<optgroup label="{escape(title)}">{written}</optgroup>')
    return "".join(pieces)


@lru_cache(KEPT)
def _ticks(every: str, anchor: str, listed: tuple[_Option, ...]) -> str:
    """Ticks of which none is set, each with its label; `every` are the attributes of all."""
    pieces = []
    for place, (value, label, is_safe) in enumerate(listed):
        identified = f' id="{anchor}_{place}"' if anchor else ""
        target = f' for="{anchor}_{place}"' if anchor else ""
        tick = f'<input{every}{identified} value="{escape(value)}">'
        pieces.append(f"<div><label{target}>{tick} {label if is_safe else escape(label)}</label></div>")
    return "".join(pieces)


class Run:
    """Some options of a long list under the title of their group, which never change; written once."""

    def __init__(self, title: str, options: Iterable[tuple[str, str]]) -> None:
        self.title, self.options = title, tuple(options)

    @cached_property
    def html(self) -> str:
        """The group with its options, of which none is chosen."""
        told = "".join(f'<option value="{escape(value)}">{escape(label)}</option>' for value, label in self.options)
        return f'<optgroup label="{escape(self.title)}">{told}</optgroup>'


class Listed(BaseChoiceIterator):
    """Choices of an empty one and of thousands in runs that several forms share. Django goes through choices at every
    turn, to bring them into the form that these are in already, and copies them with their field."""

    def __init__(self, empty: str | Promise, runs: Sequence[Run]) -> None:
        self.empty, self.runs = empty, runs

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        yield "", str(self.empty)
        for run in self.runs:
            yield run.title, run.options

    def __copy__(self) -> Listed:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Listed:
        return self

    @property
    def html(self) -> str:
        """The options, of which none is chosen."""
        return "".join((f'<option value="">{escape(str(self.empty))}</option>', *(run.html for run in self.runs)))


class WrittenSelect(forms.Select):
    """A list to choose one from, or several."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        attributes = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        if self.allow_multiple_selected:
            attributes["multiple"] = True
        chosen = [str(one) for one in self.format_value(value)]
        return mark_safe(f"<select{flatatt(attributes)}>{self._written(chosen)}</select>")  # noqa: S308 - escaped

    def _written(self, chosen: list[str]) -> str:
        if isinstance(self.choices, Listed):
            return self._marked(self.choices.html, chosen)
        runs: list[tuple[str | None, tuple[_Option, ...]]] = []
        plain: list[_Option] = []
        listed: Iterable[Any] = self.choices
        for code, label in listed:
            if isinstance(label, (list, tuple)):
                runs += [(None, tuple(plain)), (str(code), tuple(_told(*one) for one in label))]
                plain = []
            else:
                plain.append(_told(code, label))
        return self._marked(_options((*runs, (None, tuple(plain)))), chosen)

    def _marked(self, options: str, chosen: list[str]) -> str:
        """With what is chosen; a value that stands there twice is chosen once."""
        if self.allow_multiple_selected:
            return _with(options, chosen, "selected")
        for value in chosen[:1]:
            option = f'<option value="{escape(value)}"'
            options = options.replace(f"{option}>", f"{option} selected>", 1)
        return options


def _with(written: str, chosen: Iterable[str], mark: str) -> str:
    """What is written, with the mark on each value that is chosen: in one go, for all of five hundred may be."""
    values = {escape(value) for value in chosen}
    return _VALUE.sub(lambda one: f"{one[0][:-1]} {mark}>" if one[1] in values else one[0], written)


_VALUE = re.compile(r' value="([^"]*)">')


def _told(code: Any, label: Any) -> tuple[str, str, bool]:
    return "" if code is None else str(code), str(label), isinstance(label, SafeString)


class WrittenSelectMultiple(WrittenSelect):
    """A list to choose several from."""

    allow_multiple_selected = True


class WrittenTicks(forms.CheckboxSelectMultiple):
    """A list to tick several of."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        own = self.build_attrs(self.attrs, attrs)
        anchor = own.pop("id", "")
        listed: Iterable[Any] = self.choices
        every, before = flatatt({"type": "checkbox", "name": name, **own}), str(conditional_escape(anchor))
        ticks = _ticks(every, before, tuple(_told(code, label) for code, label in listed))
        ticks = _with(ticks, self.format_value(value), "checked")
        around = flatatt({key: own[key] for key in ("class",) if key in own} | ({"id": anchor} if anchor else {}))
        return mark_safe(f"<div{around}>{ticks}</div>")  # noqa: S308 - every part was escaped


def written(widget: forms.Widget) -> forms.Widget:
    """The widget that writes the same as this one in one piece; the same widget where there is none."""
    own: WrittenSelect | WrittenTicks
    if type(widget) is forms.Select:
        own = WrittenSelect(widget.attrs)
    elif type(widget) is forms.SelectMultiple:
        own = WrittenSelectMultiple(widget.attrs)
    elif type(widget) is forms.CheckboxSelectMultiple and not _is_grouped(widget):
        own = WrittenTicks(widget.attrs)
    else:
        return widget
    # Not by the setter, which goes through the whole list once more.
    own._choices = widget.choices  # type: ignore[union-attr]
    own.is_required = widget.is_required
    return own


def _is_grouped(widget: forms.CheckboxSelectMultiple) -> bool:
    listed = widget.choices
    return isinstance(listed, (list, tuple)) and any(isinstance(label, (list, tuple)) for _code, label in listed)
