"""Keeping a house: one file that holds all of it, made while it is running, and bringing that file back."""
