"""Files that people hand in: kept by the hash of their content, read only in children that can do no harm."""
