"""Signed PDF files: how the group signs its own, and what may be said of one that somebody else signed."""
