"""No page hides a name of the frame: its own `seats` in the place of the reader's other seats, and the masthead lies.

A template finds what a view gives it before what the frame of every page says under the same name, without a word. So
whatever a test draws, in whichever room, is looked at here.
"""

from __future__ import annotations

from typing import Any

from django.template import Context, RequestContext, Template


def refuse_hidden_names(template: Template, context: Context, **_signal: Any) -> None:
    """A receiver of `template_rendered`. Raises AssertionError for a page, drawn with a request, whose view gives it
    something under a name that the context processors have given already."""
    if not isinstance(context, RequestContext) or context.template is not template:
        return  # a part that a page includes; what a template names itself, it names for itself
    processors = context._processors_index  # type: ignore[attr-defined]
    own = context.dicts[processors + 2 :]  # between the two stands an empty layer for what is added
    hidden = sorted({name for layer in own for name in layer if name in context.dicts[processors]})
    assert not hidden, f"{template.name}: {', '.join(hidden)} of the frame would be hidden; call the page's otherwise"
