"""The outbox, and the three ways out of it: the console, a folder, a mail server."""
