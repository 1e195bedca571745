"""Texts as pages: PDF files set by Typst, the same bytes for the same words."""
