"""A rehearsal plays a cycle from files through the same verbs that the site uses.

folder   reads yaml, csv and xlsx, and says file, line and reason of what is wrong
script   turns a folder into typed, checked records before anything is written
single   makes a minimal cycle around one document
scenes   the acts of the year in their order, each a call of a room's verb
stage    an own database, all or nothing, put in place in one move
outcome  what the year produced: texts, roll, figures
"""
