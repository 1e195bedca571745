"""What somebody wrote into a copy of the draft, found again on the draft's clauses."""
