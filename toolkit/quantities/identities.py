"""What the figures of a text say of each other: sums, shares, counts against lists.

A relation that holds is worth knowing whatever words join its figures; one that fails is told
only where the words leave no doubt that it was meant (其中, 占, a list in brackets). Figures
with 余, 多, 近 or 约 prove nothing and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from toolkit.figures import Catalogue, FigureSpec
from toolkit.quantities.listing import listing
from toolkit.quantities.quantity import Quantity

TOTAL = "_total"
SENTENCE_END = re.compile(r"[。！？\n]")
MEANT = re.compile(r"其中|包括|分别(?:是|为)|[：:]")
SHARE = re.compile(r"[^。；\n]{0,12}占[^，。；\n]{0,16}")
KEY = re.compile(r"[a-z]\w*")
EQUATION = re.compile(r"(?<![<>])=")
LEAST, NEAR, ROW, BACK = Decimal(10), Decimal("0.15"), 9, 12


@dataclass(frozen=True)
class Identity:
    """A relation between figures.

    Attributes:
        expr: with the figures' keys, or their labels where one has no key:
            `proposal_received = proposal_merged + proposal_filed`. A share is written
            `share = part / whole`, a list `figure = 5`.
        figures: the figures named, in the order of `expr`.
        holds: whether the printed numbers satisfy it, shares at their printed precision.
        kind: sum, share, list or catalogue.
    """

    expr: str
    figures: tuple[Quantity, ...]
    holds: bool
    kind: str


def identities(
    quantities: Sequence[Quantity], text: str, catalogue: Catalogue | None = None
) -> list[Identity]:
    """Return every relation that the text states or that holds between neighbouring figures."""
    exact = [quantity for quantity in quantities if _exact(quantity)]
    found: list[Identity] = []
    for sentence in _groups(exact, SENTENCE_END, text):
        found += _sums(sentence, text)
    found += _bracketed_sums(exact, text)
    for paragraph in _groups(exact, re.compile("\n"), text):
        found += _shares(paragraph, text)
    found += _lists(quantities, text)
    if catalogue is not None:
        found += _catalogued(exact, catalogue)
    return list({(one.expr, one.figures): one for one in found}.values())


def _exact(quantity: Quantity) -> bool:
    return not quantity.approx and quantity.upper is None and quantity.kind != "ratio"


def _groups(quantities: Sequence[Quantity], mark: re.Pattern[str], text: str) -> Iterator[list[Quantity]]:
    """Split the figures at the marks that stand between them."""
    group: list[Quantity] = []
    for quantity in quantities:
        if group and mark.search(text, group[-1].end, quantity.offset):
            yield group
            group = []
        group.append(quantity)
    if group:
        yield group


def _sums(sentence: list[Quantity], text: str) -> Iterator[Identity]:
    """A total with its parts behind it (收到109件，合并5件…) or before it (…，共68名)."""
    taken: set[int] = set()
    for index, total in enumerate(sentence):
        if index in taken or total.kind == "percent":
            continue
        behind = _run(sentence, index, 1)
        if parts := _adding_up(total, behind):
            taken.update(range(index + 1, index + 1 + len(parts)))
            yield _sum(total, parts, True)
        elif parts := _adding_up(total, _run(sentence, index, -1)):
            yield _sum(total, parts[::-1], True)
        elif len(behind) > 1 and MEANT.search(text, total.end, behind[0].offset) and _close(total, behind):
            yield _sum(total, behind, False)


def _run(sentence: list[Quantity], index: int, step: int) -> list[Quantity]:
    """The neighbours that count in the same unit; percentages in between belong to them."""
    total, found, place = sentence[index], list[Quantity](), index + step
    while 0 <= place < len(sentence) and len(found) < ROW and abs(place - index) <= 2 * ROW:
        one = sentence[place]
        if one.unit == total.unit and one.value < total.value:
            found.append(one)
        elif one.kind != "percent":
            break
        place += step
    return found


def _adding_up(total: Quantity, parts: Sequence[Quantity]) -> list[Quantity]:
    """The first two or more parts that add up exactly; small numbers add up by chance."""
    if total.value < LEAST:
        return []
    rest = total.value
    for index, part in enumerate(parts):
        rest -= part.value
        if rest <= 0:
            return list(parts[: index + 1]) if rest == 0 and index else []
    return []


def _close(total: Quantity, parts: Sequence[Quantity]) -> bool:
    """Tell whether parts miss their total by so little that they must have been meant to meet it."""
    return abs(sum(part.value for part in parts) - total.value) <= total.value * NEAR


def _bracketed_sums(quantities: Sequence[Quantity], text: str) -> Iterator[Identity]:
    """Counts in the brackets of headings: 个人（68名） over 委员（37名）, 反映人（31名）."""
    headed = [q for q in quantities if text[q.offset - 1 : q.offset] in ("（", "(")]
    for index, total in enumerate(headed):
        parts = [q for q in headed[index + 1 : index + 1 + ROW] if q.unit == total.unit]
        if found := _adding_up(total, parts):
            yield _sum(total, found, True)


def _shares(paragraph: list[Quantity], text: str) -> Iterator[Identity]:
    """立案157件……经济类56件，占35.7%: the whole is an earlier count of the paragraph.

    A share that no whole explains is told only where the paragraph has shown which whole it means.
    """
    shown: Quantity | None = None
    for index, share in enumerate(paragraph):
        part = paragraph[index - 1] if index else share
        if share.unit != "%" or part.unit == "%" or not SHARE.fullmatch(text, part.end, share.offset):
            continue
        before = paragraph[max(0, index - 1 - BACK) : index - 1]
        wholes = [q for q in before if q.unit == part.unit and q.value >= part.value > 0]
        held = [q for q in reversed(wholes) if _percentage(part, q, share) == share.value]
        shown = shown if shown in held else held[0] if held else shown
        if shown is not None:
            names = _names([share, part, shown])
            expr = f"{names[0]} = {names[1]} / {names[2]}"
            yield Identity(expr, (share, part, shown), bool(held), "share")


def _percentage(part: Quantity, whole: Quantity, share: Quantity) -> Decimal:
    exponent = share.value.as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return (part.value * 100 / whole.value).quantize(min(step, Decimal(1)), ROUND_HALF_UP)


def _lists(quantities: Sequence[Quantity], text: str) -> Iterator[Identity]:
    for quantity in quantities:
        row = None if quantity.approx or quantity.kind != "count" else listing(text, quantity)
        if row is not None:
            sign = ">=" if row.open and row.names != quantity.value else "="
            expr = f"{_names([quantity])[0]} {sign} {row.names}"
            yield Identity(expr, (quantity,), row.agrees(quantity), "list")


def _catalogued(quantities: Sequence[Quantity], catalogue: Catalogue) -> Iterator[Identity]:
    """The relations that the catalogue states, where each of their figures has one value in the text."""
    values: dict[str, Quantity | None] = {}
    for quantity in quantities:
        if quantity.key:
            name = named(quantity, catalogue)
            known = values.get(name, quantity)
            values[name] = known if known is not None and known.value == quantity.value else None
    figures = {name: quantity for name, quantity in values.items() if quantity is not None}
    for name in figures:
        spec = catalogue.get(name)
        if spec is None:
            continue
        for relation in _judged(spec, figures):
            told = tuple(figures[one] for one in KEY.findall(relation))
            yield Identity(relation, told, _holds(relation, figures), "catalogue")
        if "rate" in spec.derive and all(part in figures for part in spec.parts):
            part, whole = (figures[one] for one in spec.parts)
            holds = whole.value > 0 and _percentage(part, whole, figures[name]) == figures[name].value
            expr = f"{name} = {' / '.join(spec.parts)}"
            yield Identity(expr, (figures[name], part, whole), holds, "catalogue")


def _judged(spec: FigureSpec, figures: Mapping[str, Quantity]) -> list[str]:
    """The relations of a key whose figures are all there; a fallback where no equation is among them."""

    def known(relation: str) -> bool:
        return all(one in figures for one in KEY.findall(relation))

    relations = [relation for relation in spec.relations if known(relation)]
    if not any(EQUATION.search(relation) for relation in relations):
        relations += [relation for relation in spec.fallback if known(relation)][:1]
    return relations


def named(quantity: Quantity, catalogue: Catalogue) -> str:
    """Return the key of a brief: `_total` added where the figure sums up several years."""
    key = quantity.key or ""
    return key + TOTAL if quantity.span and key + TOTAL in catalogue else key


def _holds(relation: str, figures: dict[str, Quantity]) -> bool:
    left, sign, right = re.split(r"\s*(<=|>=|=)\s*", relation, maxsplit=1)
    a, b = (_side(side, figures) for side in (left, right))
    return {"=": a == b, "<=": a <= b, ">=": a >= b}[sign]


def _side(side: str, figures: dict[str, Quantity]) -> Decimal:
    terms = re.findall(r"([+-]?)\s*([a-z]\w*)", side)
    return sum(((-1 if sign == "-" else 1) * figures[key].amount for sign, key in terms), Decimal(0))


def _sum(total: Quantity, parts: Sequence[Quantity], holds: bool) -> Identity:
    names = _names([total, *parts])
    return Identity(f"{names[0]} = {' + '.join(names[1:])}", (total, *parts), holds, "sum")


def _names(quantities: Sequence[Quantity]) -> list[str]:
    """Keys where every figure has one of its own, else labels, else the printed figures."""
    for names in ([q.key or "" for q in quantities], [re.sub(r"\s", "", q.label) for q in quantities]):
        if all(names) and len(set(names)) == len(names):
            return names
    return [re.sub(r"\s", "", q.text) for q in quantities]
