"""Every figure of a text, with what it counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.quantities.context import Contexts
from toolkit.quantities.knowledge import Knowledge
from toolkit.quantities.label import label
from toolkit.quantities.quantity import Quantity
from toolkit.quantities.scan import scan
from toolkit.quantities.shared import settle

CARRIED = re.compile(r"(?:#[（(、]|\A)(?:近?[一二三四五六七八九十两]年来?|本届以?来?)?累计(?:达|为)?\Z")
SHARE = re.compile("占")
SPAN = re.compile(
    r"(?:(?:近|过去|这|本届|履职)的?)?(?<![0-9])(?:[两二三四五六七八九十0-9]{1,3})(?:多|余)?年(?:多)?(?:来|间|共|累计)"
    r"|近[两三四五]年|[12][0-9]{3}年[^，。；]{0,16}以来|本届(?:以来|期间|政协)|任期内|换届以来"
)


def find(text: str, known: Knowledge) -> list[Quantity]:
    """Return the figures of a text in order, without overlaps; offsets are indices into `text`."""
    plain = text.translate(known.traditional)
    bare = settle(scan(plain, known), plain)
    contexts = Contexts(plain, bare)
    found: list[Quantity] = []
    for index, quantity in enumerate(bare):
        context = contexts.of(index)
        if found and CARRIED.search(context.left) and found[-1].unit == quantity.unit:
            found.append(
                quantity.with_(label=found[-1].label, key=found[-1].key, span=_span(context.sentence))
            )
            continue
        found.append(
            quantity.with_(
                text=text[quantity.offset : quantity.end],
                label=_share(label(context, known.labels), found),
                key=known.keys.of(quantity, context),
                span=_span(context.sentence),
            )
        )
    return found


def _share(said: str, before: Sequence[Quantity]) -> str:
    """Name a share after the figure before it: 经济类56件、占35.2% is 经济类占比."""
    if not SHARE.match(said) or not before:
        return said
    return before[-1].label.removesuffix("占比") + "占比"


def _span(sentence: str) -> str:
    """The stretch of years that a sentence sums up, as it last says."""
    spans = SPAN.findall(sentence)
    return spans[-1] if spans else ""
