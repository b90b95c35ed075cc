"""Quantities in Chinese report text: every figure that would change next year or next door.

    known = default()                      # or knowledge(pack.mapping("quantities.yaml"))
    find(text, known) -> [Quantity]        # in order, no overlaps, offsets into `text`

The rooms, each importing only from those before it:

    numerals    217 <-> 二百一十七, both ways, and every spelling of a value
    quantity    the record
    knowledge   templates/quantities.yaml, compiled
    scan        numerals with unit and approximation; what is no figure
    shared      numbers that take their unit from their row
    find        all of it
"""

from toolkit.quantities.find import find
from toolkit.quantities.knowledge import Knowledge, default, knowledge
from toolkit.quantities.quantity import Quantity

__all__ = ["Knowledge", "Quantity", "default", "find", "knowledge"]
