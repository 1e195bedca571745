"""Mithaq: the software on which a group of cities runs its diplomatic year."""

__version__ = "0.1.0"
