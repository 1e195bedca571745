"""What `mithaq` does with anybody's documents, without a database: one module for each command."""
