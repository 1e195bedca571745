"""Reads of the correspondence: who is written to, what is on the board, what came back."""
