"""Tables that people keep in spreadsheets: read from whatever they were saved as, and written so that nothing runs."""
