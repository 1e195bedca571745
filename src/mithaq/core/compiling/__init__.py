"""What came back on a draft, put together: the bracketed text, the matrix of clauses and cities, the comment table."""
