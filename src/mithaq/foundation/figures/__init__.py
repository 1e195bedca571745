"""Every published number is computed, dated, and shows its records."""

from mithaq.foundation.figures.registry import Counted, Figure, count, figures, publish

__all__ = ["Counted", "Figure", "count", "figures", "publish"]
