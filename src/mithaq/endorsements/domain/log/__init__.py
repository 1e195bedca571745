"""The transparency log: what enters it, how its states are signed, checked and witnessed."""
