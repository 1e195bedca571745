"""A list of contacts as somebody keeps it: which column says what, what each row says, and what is new in it."""
