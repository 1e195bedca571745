"""Every change is an act by a seat in an append-only chronicle; followers read it in order."""
