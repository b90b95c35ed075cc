"""Quantities in Chinese report text: every figure that would change next year or next door.

    known = default()                          # the built-in pack; for others:
    known = knowledge(pack.mapping("quantities.yaml"), pack.data("cues.yaml"))
    found = find(text, known)                  # in order, no overlaps, offsets into `text`
    identities(found, text, pack.catalogue)    # sums, shares, lists, relations of the catalogue

`Quantity` says how a surface is read (two conventions to know: approximations belong to `text`,
and 万 and 亿 in figures belong to the unit). `key` is the catalogue's, without `_total`; `span`
tells whether the figure sums up several years, and `named` gives the key that a brief uses then.

The rooms, each importing only from those before it:

    numerals                217 <-> 二百一十七, both ways, and every spelling of a value
    quantity                the record
    context  label  keys    what stands round a figure, and what it therefore is
    knowledge               templates/quantities.yaml and cues.yaml, compiled
    readings                a numeral with its unit and approximations
    scan                    all numerals of a text, and which are no figures
    shared                  numbers that take their unit from their row
    find                    all of it
    listing                 the names that a number counts
    identities              what the figures say of each other
"""

from toolkit.quantities.find import find
from toolkit.quantities.identities import Identity, identities, named
from toolkit.quantities.knowledge import Knowledge, default, knowledge
from toolkit.quantities.quantity import Quantity

__all__ = ["Identity", "Knowledge", "Quantity", "default", "find", "identities", "knowledge", "named"]
