"""The words of a file: taken out in a process of its own, which may be killed, so that no file can hurt the house.

Deliberately knows nothing of tickets or search; the child's side is in `reading` and the formats beside it.
"""

from careline.core.extraction.contracts import LARGEST_BYTES, LONGEST_TEXT, Unreadable
from careline.core.extraction.parent import extract, may_have_words

__all__ = ["LARGEST_BYTES", "LONGEST_TEXT", "Unreadable", "extract", "may_have_words"]
