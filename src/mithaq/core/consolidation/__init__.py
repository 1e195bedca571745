"""Many recommendations into few points: what is alike, what says the same, what contradicts, and why.

Nothing here decides. Groups are suggested with their reasons; people put together and take apart, and what they have
decided is handed back in (`Decisions`) and kept by every later suggestion.
"""
