"""Full-text search over whatever rooms hand in, the same in both databases."""
