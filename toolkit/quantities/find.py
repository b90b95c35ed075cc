"""Every figure of a text, with what it counts."""

from __future__ import annotations

from toolkit.quantities.context import Context, Contexts
from toolkit.quantities.knowledge import Knowledge
from toolkit.quantities.label import label
from toolkit.quantities.quantity import Quantity
from toolkit.quantities.scan import scan
from toolkit.quantities.shared import settle


def find(text: str, known: Knowledge) -> list[Quantity]:
    """Return the figures of a text in order, without overlaps; offsets are indices into `text`."""
    plain = text.translate(known.traditional)
    bare = settle(scan(plain, known), plain)
    contexts = Contexts(plain, bare)
    found: list[Quantity] = []
    for index, quantity in enumerate(bare):
        said = _said(quantity, contexts.of(index), found[-1] if found else None, known)
        found.append(said.with_(text=text[quantity.offset : quantity.end]))
    return found


def _said(quantity: Quantity, context: Context, before: Quantity | None, known: Knowledge) -> Quantity:
    """Say what a figure counts; 58场（近三年累计174场） counts the same twice."""
    spans = known.spans.findall(context.sentence)
    span = spans[-1] if spans else ""
    if before is not None and before.unit == quantity.unit and known.carried.search(context.left):
        return quantity.with_(label=before.label, key=before.key, span=span)
    name = label(context, known.labels)
    if before is not None and name.startswith(known.share["begins"]):
        name = before.label.removesuffix(known.share["name"]) + known.share["name"]
    return quantity.with_(label=name, key=known.keys.of(quantity, context), span=span)
