"""Figures, session and year against the brief that the report was written from."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from decimal import Decimal

from toolkit.brief.load import Brief
from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule
from toolkit.checks.traces import Trace
from toolkit.edited.remarks import label_of
from toolkit.figures import Figure
from toolkit.merge.values import approximation, equal, in_the_manner_of, number
from toolkit.quantities.identities import named
from toolkit.quantities.numerals import chinese, parse
from toolkit.quantities.quantity import Quantity
from toolkit.text import padded_name


def differing(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find figures that are not what the brief says."""
    brief = manuscript.brief
    if brief is None:
        return
    if manuscript.traced is not None:
        for trace in manuscript.traced.traces:
            if trace.figure and trace.wanted:
                yield from _differing_trace(manuscript, trace, brief)
    yield from _differing_by_words(manuscript, brief)


def _differing_trace(manuscript: Manuscript, trace: Trace, brief: Brief) -> Iterator[Hit]:
    now = manuscript.text[trace.start : trace.end]
    figure = brief.figures.get(trace.figure)
    here = quantity_over(manuscript, trace.start, trace.end)
    if not now.strip():
        return
    name = label_of(trace.figure, brief, manuscript.pack)
    if equal(now, trace.wanted):
        if figure and here and _another_size(here, figure):
            right = f"{figure.text}{figure.unit}"
            yield Hit(here.offset, here.end, f"底稿里{name}是{right}，这里写作{here.text}", right)
    elif not (figure and here and _same_size(here, figure)):
        right = in_the_manner_of(now, trace.wanted)
        yield Hit(trace.start, trace.end, f"底稿里{name}是{trace.wanted}，这里写作{now}", right)


def _another_size(here: Quantity, figure: Figure) -> bool:
    """Tell whether the same number has lost or got a 万: 4300元 for 4300万元."""
    amount, unit = amount_of(figure.value, figure.unit)
    return here.base_unit == unit and here.unit != figure.unit and here.amount != amount


def _same_size(here: Quantity, figure: Figure) -> bool:
    """Tell whether a value is the wanted one in another unit: 350000元 for 35万元."""
    return here.approx == figure.approx and (here.amount, here.base_unit) == amount_of(
        figure.value, figure.unit
    )


def amount_of(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """Return a value with the 万 or 亿 of its unit multiplied out, and the bare unit."""
    quantity = Quantity(0, "", value, unit)
    return quantity.amount, quantity.base_unit


def _differing_by_words(manuscript: Manuscript, brief: Brief) -> Iterator[Hit]:
    """Judge by their words the figures that nothing traces: a doubt, for words are no proof."""
    traced = manuscript.traced
    places = sorted((t.start, t.end) for t in traced.traces) if traced else []
    for quantity in manuscript.figures:
        if quantity.key is None or quantity.upper is not None or inside(places, quantity):
            continue
        if traced is not None and not inside(traced.typed, quantity):
            continue
        figure = brief.figures.get(named(quantity, manuscript.pack.catalogue))
        if figure is None or figure.unit not in ("", quantity.unit) or _agrees(quantity, figure.text):
            continue
        if any(_agrees(quantity, f.text) and f.unit == quantity.unit for f in brief.figures.values()):
            continue
        said = f"底稿里{figure.label}是{figure.text}，这里写作{quantity.text}"
        yield Hit(quantity.start, quantity.stop, said, in_the_manner_of(quantity.numeral, figure.text),
                  Severity.WARNING)  # fmt: skip


def _agrees(quantity: Quantity, text: str) -> bool:
    return number(text) == quantity.value and approximation(text) in ("", quantity.approx)


def head_differing(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find the term and the session in the head, and years of the report, that are not the brief's."""
    brief, traced = manuscript.brief, manuscript.traced
    if brief is None:
        return
    yield from _session_differing(manuscript, rule, brief)
    yield from _speaker_differing(manuscript, brief)
    for trace in traced.traces if traced is not None else ():
        now = manuscript.text[trace.start : trace.end]
        if trace.key == "year" and trace.wanted and now.strip() and not equal(now, trace.wanted):
            yield Hit(trace.start, trace.end, f"按底稿，这里的年份应为“{trace.wanted}”", trace.wanted)


def _session_differing(manuscript: Manuscript, rule: Rule, brief: Brief) -> Iterator[Hit]:
    term, number = brief.value("session.term"), brief.value("session.number")
    # At a 换届 session the outgoing committee reports: the title has its term, the subtitle the new one.
    terms = {"title": term and term - brief.term_change, "subtitle": term}
    for block in manuscript.blocks:
        for role, name, wanted in (
            *((r, "term", t) for r, t in terms.items()),
            ("subtitle", "number", number),
        ):
            if block.role != role or not wanted:
                continue
            for match in rule.compiled(rule.data[name]).finditer(block.text):
                if parse(match[1]) != wanted:
                    right = chinese(wanted)
                    said = f"按底稿，这里的{'届次' if name == 'term' else '会次'}应为“{right}”"
                    yield Hit(block.start + match.start(1), block.start + match.end(1), said, right)


def _speaker_differing(manuscript: Manuscript, brief: Brief) -> Iterator[Hit]:
    name = str(brief.value("speaker.name") or "")
    for block in manuscript.blocks:
        said = "".join(block.text.split())
        if name and block.role == "speaker" and not said.endswith(name):
            right = padded_name(name)
            yield Hit(block.start, block.end, f"底稿里报告人是{name}，这里写作{said}", right)


def contradicting(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find 增长 where the brief's figure fell against last year's, and 下降 where it rose."""
    brief = manuscript.brief
    if brief is None:
        return
    rising, falling = rule.compiled(rule.data["rising"]), rule.compiled(rule.data["falling"])
    standing = _standing(manuscript)
    for at, (key, end) in enumerate(standing):
        figure = brief.figures.get(key)
        if figure is None or figure.previous is None:
            continue
        stop = min([manuscript.sentence_at(end)[1], *(n for k, n in standing[at + 1 :] if k != key)][:2])
        wrong = {rising, falling} - {rising if figure.value > figure.previous else falling}
        wrong = {rising, falling} if figure.value == figure.previous else wrong
        for match in (m for pattern in wrong for m in pattern.finditer(manuscript.text, end, stop)):
            told = f"{figure.label}今年{figure.text}，上年{figure.previous}，不应写“{match[0]}”"
            yield Hit(*match.span(), told)


def _standing(manuscript: Manuscript) -> list[tuple[str, int]]:
    """Return the figures that stand in the text, by trace or by their words, as (key, end), in order."""
    traces = manuscript.traced.traces if manuscript.traced else ()
    found = {(t.figure.partition(".")[0], t.end) for t in traces if t.figure}
    if not found:
        catalogue = manuscript.pack.catalogue
        found = {(named(q, catalogue), q.end) for q in manuscript.figures if q.key}
    return sorted(found, key=lambda row: row[1])


def quantity_over(manuscript: Manuscript, start: int, end: int) -> Quantity | None:
    """Return the figure that a stretch lies in or holds, or None."""
    figures = manuscript.figures
    at = bisect.bisect_right([q.offset for q in figures], start) - 1
    for quantity in figures[max(0, at) : at + 2]:
        if quantity.offset < end and start < quantity.end:
            return quantity
    return None


def inside(stretches: Sequence[tuple[int, int]], quantity: Quantity) -> bool:
    """Tell whether a figure's number touches one of several stretches, given in order."""
    at = bisect.bisect_right(stretches, (quantity.stop, 0)) - 1
    near = stretches[max(0, at - 2) : at + 1]
    return any(start < quantity.stop and quantity.start < end for start, end in near)


RULES = {
    "figure-differs-from-brief": differing,
    "head-differs-from-brief": head_differing,
    "change-contradicts-brief": contradicting,
}
