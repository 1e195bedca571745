"""Do two language versions of a clause say the same numbers, dates, names, brackets and sub-points?

`parity(one, other)` lists what stands in one version and not in the other, each with its place. People must be able to
trust it, so what a translator may freely choose is never reported: digits or words for a number, Arabic duals, the
script of digits, two names of one month, where a sentence ends. A number counts with its scale ("75 million" is
75,000,000) and its percent sign; what is a part of a name ("G20", "CO2") is none.
"""

from mithaq.core.parity.compare import Aspect, Difference, Version, parity

__all__ = ["Aspect", "Difference", "Version", "parity"]
