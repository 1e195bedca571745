"""PDF files as documents: what PDFium draws, put back into words, lines, columns, tables and paragraphs."""
