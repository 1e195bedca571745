"""Word documents with their changes: who put in, took out or moved which words, and who said what beside them."""
