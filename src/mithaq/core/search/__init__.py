"""Full-text search as text in, text out: what a text is found by, what a question asks for, and what is shown of it."""
