"""Writing into a copy of a file for whom it is, on each of its pages; the file itself is never changed."""
