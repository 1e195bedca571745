"""Geometry, to the unit: what stands where in each picture, in both reading directions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace as Thing

import pytest

from mithaq.foundation.ui import pictures
from mithaq.foundation.ui.pictures import Change, City, Deadline, Part, Stage, Stream
from mithaq.foundation.ui.pictures.dots import equal_earth
from mithaq.foundation.ui.pictures.drawing import plain

START = datetime(2031, 10, 1, tzinfo=UTC)


def after(days: float) -> datetime:
    return START + timedelta(days=days)


# The flow -------------------------------------------------------------------------------------------------------------

FIRST = [Stream("paper", "point 1", 4, "/one/"), Stream("paper", "point 2", 2, "/two/")]
SECOND = [Stream("point 1", "pillar", 4), Stream("point 2", "pillar", 2)]
LAYERS = [["paper"], ["point 1", "point 2"], ["pillar"]]


def drawn(**more) -> pictures.Flow:
    return pictures.flow(LAYERS, [*FIRST, *SECOND], **more)


def bars(drawing: pictures.Flow) -> list[tuple[object, float, float, float, int]]:
    return [(bar.thing, bar.x, bar.y, bar.height, bar.weight) for bar in drawing.bars]


def test_the_flow_stacks_its_bars_in_three_columns_each_beside_what_runs_into_it():
    drawing = drawn()
    assert (drawing.height, drawing.view_box) == (80, "0 -14 1000 108")
    assert bars(drawing) == [
        ("paper", 290, 22, 36, 6),
        ("point 1", 560, 0, 36, 4),
        ("point 2", 560, 44, 36, 2),
        ("pillar", 790, 14.67, 36, 6),
    ]


def test_each_ribbon_is_as_thick_at_its_end_as_at_its_beginning():
    assert [(ribbon.path, ribbon.stream.url) for ribbon in drawn().ribbons] == [
        ("M298 25C429 25 429 8 560 8V28C429 28 429 45 298 45Z", "/one/"),
        ("M298 45C429 45 429 57 560 57V67C429 67 429 55 298 55Z", "/two/"),
        ("M568 8C679 8 679 17.67 790 17.67V37.67C679 37.67 679 28 568 28Z", ""),
        ("M568 57C679 57 679 37.67 790 37.67V47.67C679 47.67 679 67 568 67Z", ""),
    ]


def test_in_arabic_the_flow_runs_from_right_to_left():
    drawing = drawn(rtl=True)
    assert [(bar.thing, bar.x, bar.label_x) for bar in drawing.bars] == [
        ("paper", 702, 718),
        ("point 1", 432, 424),
        ("point 2", 432, 424),
        ("pillar", 202, 194),
    ]
    assert drawing.ribbons[0].path == "M702 25C571 25 571 8 440 8V28C571 28 571 45 702 45Z"


def test_the_rows_of_the_flow_are_its_streams():
    assert drawn().rows == [*FIRST, *SECOND]


def test_a_flow_without_streams_is_empty():
    assert bars(pictures.flow([[], [], []], [])) == []


# The year -------------------------------------------------------------------------------------------------------------

TALKS, SUMMIT = Thing(title="Talks"), Thing(title="Summit")
YEAR = [
    Stage(TALKS, date(2031, 9, 1), date(2031, 10, 31), "open"),
    Stage(SUMMIT, date(2031, 11, 2), date(2031, 11, 2), "coming"),
]


def test_the_year_runs_from_its_first_month_to_its_last():
    drawing = pictures.timeline(YEAR)
    assert drawing.height == 112
    assert [(bar.x, bar.y, bar.width) for bar in drawing.bars] == [(0, 47, 670.33), (681.32, 83, 10.99)]
    assert [(month.x, month.thing) for month in drawing.months] == [
        (0, date(2031, 9, 1)),
        (329.67, date(2031, 10, 1)),
        (670.33, date(2031, 11, 1)),
    ]


def test_a_phase_is_named_after_its_bar_or_before_it_where_the_year_runs_out():
    bars = [*pictures.timeline(YEAR).bars, *pictures.timeline(YEAR, rtl=True).bars]
    assert [(bar.name_x, bar.is_named_before) for bar in bars] == [
        (684.33, False),
        (667.32, True),
        (315.67, False),
        (332.68, True),
    ]


def test_a_phase_is_named_beyond_a_deadline_that_stands_outside_its_bar():
    late = Deadline(Thing(title="Words"), TALKS, date(2031, 11, 12))
    early = Deadline(Thing(title="Call"), SUMMIT, date(2031, 10, 20))
    after, before = pictures.timeline(YEAR, [late, early]).bars
    marks = {mark.thing.stage.title: mark.x for mark in pictures.timeline(YEAR, [late, early]).deadlines}
    assert after.name_x == round(marks["Talks"] + 8 + 14, 2)
    assert before.is_named_before
    assert before.name_x == round(marks["Summit"] - 8 - 14, 2)


def test_a_deadline_stands_on_the_row_of_its_phase():
    due = Deadline(Thing(title="Returns"), TALKS, date(2031, 10, 1))
    (mark,) = pictures.timeline(YEAR, [due]).deadlines
    assert (mark.x, mark.y, mark.thing) == (329.67, 54, due)


def test_the_present_is_drawn_only_within_the_year():
    days = [date(2031, 10, 1), date(2031, 12, 1), date(2031, 8, 31)]
    assert [pictures.timeline(YEAR, now=day).now for day in days] == [329.67, None, None]


def test_in_arabic_the_year_runs_from_right_to_left():
    drawing = pictures.timeline(YEAR, now=date(2031, 9, 1), rtl=True)
    assert [(bar.x, bar.width) for bar in drawing.bars] == [(329.67, 670.33), (307.69, 10.99)]
    assert drawing.now == 1000


# Signatures -----------------------------------------------------------------------------------------------------------

SIGNED = [Change(after(2)), Change(after(4)), Change(after(8), -1)]


def test_signatures_step_up_and_a_withdrawal_steps_down():
    drawing = pictures.signatures(SIGNED, start=START, end=after(10))
    assert drawing.path == "M48 298H233.6V170H419.2V42H790.4V170H976"
    assert [(row.by, row.total) for row in drawing.rows] == [(1, 1), (1, 2), (-1, 1)]
    assert [(tick.y, tick.number) for tick in drawing.ticks] == [(298, 0), (170, 1), (42, 2)]


def test_the_release_is_marked_with_what_stood_then():
    release = pictures.signatures(SIGNED, start=START, end=after(10), release=after(4)).release
    assert release is not None
    assert (release.x, release.y, release.total) == (419.2, 42, 2)


def test_in_arabic_signatures_run_from_right_to_left():
    drawing = pictures.signatures(SIGNED, start=START, end=after(10), release=after(4), rtl=True)
    assert drawing.path == "M952 298H766.4V170H580.8V42H209.6V170H24"
    assert (drawing.left, drawing.right, drawing.counts_at) == (952, 24, 962)


@pytest.mark.parametrize(
    ("most", "numbers"), [(1, [0, 1]), (7, [0, 2, 4, 6, 8]), (39, [0, 10, 20, 30, 40]), (51, [0, 20, 40, 60])]
)
def test_the_lines_across_stand_at_round_numbers(most: int, numbers: list[int]):
    changes = [Change(after(place / 100)) for place in range(most)]
    assert [tick.number for tick in pictures.signatures(changes, start=START, end=after(1)).ticks] == numbers


def test_before_the_first_signature_the_line_lies_flat():
    drawing = pictures.signatures([], start=START, end=after(10), release=after(5))
    assert (drawing.path, drawing.release and drawing.release.total) == ("M48 298H976", 0)


# Proportion -----------------------------------------------------------------------------------------------------------


def test_a_bar_is_cut_into_its_shares():
    parts = [Part("yes", 3), Part("no", 1), Part("silent", 0)]
    assert [(piece.x, piece.width, piece.share) for piece in pictures.proportion(parts).pieces] == [
        (0, 750, 0.75),
        (750, 250, 0.25),
        (1000, 0, 0),
    ]
    assert [piece.x for piece in pictures.proportion(parts, rtl=True).pieces] == [250, 0, 0]


def test_nothing_has_no_shares():
    assert [piece.share for piece in pictures.proportion([Part("yes", 0)]).pieces] == [0]


# Places ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("latitude", "longitude", "x", "y"),
    [
        (0, 0, 0, 0),
        (0, 180, 2.70663, 0),
        (90, 0, 0, 1.31736),
        (90, 180, 2.70663 * 0.59247, 1.31736),
        (-90, 0, 0, -1.31736),
    ],
)
def test_the_projection_is_equal_earth(latitude: float, longitude: float, x: float, y: float):
    assert equal_earth(latitude, longitude) == pytest.approx((x, y), abs=1e-4)


def test_the_projection_keeps_areas_the_same_everywhere():
    step = 1e-4

    def area(latitude: float, longitude: float) -> float:
        x0, y0 = equal_earth(latitude, longitude)
        x1, y1 = equal_earth(latitude, longitude + step)
        x2, y2 = equal_earth(latitude + step, longitude)
        return (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)

    from math import cos, radians

    ratios = [area(lat, lon) / cos(radians(lat)) for lat in (-50, -10, 0, 30, 70) for lon in (-120, 0, 45)]
    assert ratios == pytest.approx([ratios[0]] * len(ratios), rel=1e-3)


def test_a_city_stands_where_it_is_and_never_mirrored():
    drawing = pictures.dots([City("null island", 0, 0), City("east", 0, 90)])
    assert [(dot.x, dot.y) for dot in drawing.dots] == [(500, 231.56), (750, 231.56)]
    assert (drawing.outline[:7], drawing.outline[-1]) == ("M123.32", "Z")


# Lengths --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("length", "written"), [(1.0, "1"), (0.125, "0.12"), (-0.001, "0"), (100.0, "100"), (2.5, "2.5")]
)
def test_lengths_are_written_short(length: float, written: str):
    assert plain(length) == written
