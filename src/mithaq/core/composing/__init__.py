"""A text while it is composed: clauses in their order, each as deep as it stands, before any draft of it exists."""
