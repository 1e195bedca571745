"""Documents read as records: bytes in, frozen dataclasses out. No file, no clock, no network.

What cannot be read raises `Unreadable` with a code; the sentence for people is made elsewhere. These functions
defend themselves against hostile files, but are meant to run in a child process with limits all the same.
"""
