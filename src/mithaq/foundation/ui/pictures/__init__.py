"""Pictures as geometry: pure functions that place rows, ribbons, lines and dots; templates draw them as SVG.

No colour and no number format stands here: a shape carries its role, and the template puts in words and digits of
the reader's language. Lengths are SVG user units in a field `WIDTH` wide. `rtl` mirrors a drawing along the reading
direction; coordinates are final, so a template mirrors nothing. `rows` are what the picture's table shows, in order.
"""

from mithaq.foundation.ui.pictures.dots import City, DotMap, dots
from mithaq.foundation.ui.pictures.drawing import WIDTH, Drawing
from mithaq.foundation.ui.pictures.flow import Flow, Stream, flow
from mithaq.foundation.ui.pictures.panels import Panels, Quantity, panels
from mithaq.foundation.ui.pictures.proportion import Part, Proportion, proportion
from mithaq.foundation.ui.pictures.signatures import Change, Signatures, signatures
from mithaq.foundation.ui.pictures.timeline import Deadline, Stage, Timeline, timeline

__all__ = [
    "WIDTH",
    "Change",
    "City",
    "Deadline",
    "DotMap",
    "Drawing",
    "Flow",
    "Panels",
    "Part",
    "Proportion",
    "Quantity",
    "Signatures",
    "Stage",
    "Stream",
    "Timeline",
    "dots",
    "flow",
    "panels",
    "proportion",
    "signatures",
    "timeline",
]
