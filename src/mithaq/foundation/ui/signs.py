"""The small signs that say a second time what a colour says: strokes on a field of 20 by 20."""

from __future__ import annotations

from typing import NamedTuple


class Sign(NamedTuple):
    """One drawing. `turns` where it points along the reading direction and must be mirrored in Arabic."""

    strokes: str
    filled: str = ""
    turns: bool = False


SIGNS = {
    "information": Sign(
        "M10 2.5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 1 0 0-15M10 9v5", "M10 5.2a1.1 1.1 0 1 0 0 2.2a1.1 1.1 0 1 0 0-2.2"
    ),
    "waiting": Sign("M5.5 3h9M5.5 17h9M6.5 3c0 4.5 7 4.5 7 14M13.5 3c0 4.5-7 4.5-7 14"),
    "refused": Sign("M7 2.5h6l4.5 4.5v6L13 17.5H7L2.5 13V7zM7.3 7.3l5.4 5.4M12.7 7.3l-5.4 5.4"),
    "done": Sign("M3.5 10.8l4.2 4.2L16.5 5.5"),
    "open": Sign(
        "M10 2.8a7.2 7.2 0 1 0 0 14.4a7.2 7.2 0 1 0 0-14.4", "M10 6.4a3.6 3.6 0 1 0 0 7.2a3.6 3.6 0 1 0 0-7.2"
    ),
    "coming": Sign("M10 3.8a6.2 6.2 0 1 0 0 12.4a6.2 6.2 0 1 0 0-12.4"),
    "past": Sign("", "M10 6.2a3.8 3.8 0 1 0 0 7.6a3.8 3.8 0 1 0 0-7.6"),
    "gap": Sign("M4 7V4h3M13 4h3v3M16 13v3h-3M7 16H4v-3M9 10h2"),
    "inserted": Sign("M10 4v12M4 10h12"),
    "deleted": Sign("M4 10h12"),
    "objection": Sign("M10 3v8.5", "M10 14.2a1.4 1.4 0 1 0 0 2.8a1.4 1.4 0 1 0 0-2.8"),
    "bracket": Sign("M7.5 3.5h-3v13h3M12.5 3.5h3v13h-3"),
    "reservation": Sign("M10 3.5v13M4.4 6.75l11.2 6.5M15.6 6.75L4.4 13.25"),
    "forward": Sign("M3.5 10h13M11.5 5l5 5l-5 5", turns=True),
    "back": Sign("M16.5 10h-13M8.5 5l-5 5l5 5", turns=True),
    "down": Sign("M5 8l5 5l5-5"),
    "search": Sign("M8.8 3.2a5.6 5.6 0 1 0 0 11.2a5.6 5.6 0 1 0 0-11.2M13 13l4.2 4.2", turns=True),
    "person": Sign("M10 3.2a3.4 3.4 0 1 0 0 6.8a3.4 3.4 0 1 0 0-6.8M3.5 17.2c.6-3.6 3-5 6.5-5s5.9 1.4 6.5 5"),
    "clock": Sign("M10 2.8a7.2 7.2 0 1 0 0 14.4a7.2 7.2 0 1 0 0-14.4M10 6v4.3l2.8 1.9"),
    "link": Sign(
        "M8.3 11.7l3.4-3.4M9 6.2l1.6-1.6a3.4 3.4 0 0 1 4.8 4.8L13.8 11M11 13.8l-1.6 1.6a3.4 3.4 0 0 1-4.8-4.8L6.2 9"
    ),
    "paper": Sign("M5 2.8h7l3.5 3.5v11H5zM12 2.8v3.5h3.5M7.7 10h5M7.7 13h5"),
}
