"""A row of a ledger in words, the same on paper and in a sheet."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from toolkit.figures import format_number
from toolkit.ledger.places import Place
from toolkit.ledger.rows import Row, Standing

AROUND = 16  # characters of the sentence on each side of a value
POINTS = "个百分点"


@dataclass(frozen=True)
class Heading:
    """What stands above a ledger: its title and the day on which it was made."""

    title: str
    now: datetime.datetime

    @property
    def date(self) -> str:
        """The day as official texts write it."""
        return f"{self.now.year}年{self.now.month}月{self.now.day}日"


def value(row: Row) -> str:
    """Return 216, 72.7, 260余（五年来): the unit has a column of its own."""
    if row.figure is None:
        return ""
    return row.value + (f"（{row.figure.span}）" if row.figure.span else "")


def change(row: Row) -> str:
    """Return 增30, 减5, 升2.3个百分点, 持平, or nothing where last year's value is not known."""
    if row.change is None:
        return ""
    if not row.change:
        return "持平"
    points = row.unit == "%"
    words = ("升", "降") if points else ("增", "减")
    said = words[row.change < 0] + format_number(abs(row.change)) + (POINTS if points else "")
    return ("约" if row.figure and row.figure.approx else "") + said


def growth(row: Row) -> str:
    """Return 增长16.1%, 下降3.2%."""
    if not row.growth:
        return ""
    return ("下降" if row.growth < 0 else "增长") + f"{format_number(abs(row.growth))}%"


def where(standing: Standing) -> str:
    """Return paragraph and heading, 第12段〔（二）……〕, and what stands there if not the value itself."""
    section = _cut(standing.place.section, 22)
    aspect = f"（{standing.aspect}）" if standing.aspect else ""
    return f"第{standing.place.paragraph}段" + (f"〔{section}〕" if section else "") + aspect


def excerpt(place: Place) -> tuple[str, str, str]:
    """Return the sentence in three: what stands before the value, shortened; the value; what is behind."""
    if place.chart:
        return f"图表“{_cut(place.chart, 18)}”：{place.before}", place.value, place.after
    before, after = place.before, place.after
    if len(before) > AROUND:
        before = "…" + before[-AROUND:]
    if len(after) > AROUND:
        after = after[:AROUND] + "…"
    return before, place.value, after


def notices(row: Row) -> list[str]:
    """Return what the department has to look at first: where the report says something else."""
    return [_notice(row, standing) for standing in row.differing]


def _notice(row: Row, standing: Standing) -> str:
    place = standing.place
    what = f"图表“{_cut(place.chart, 18)}”里是" if place.chart else "写作"
    brief = "底稿是" + (aspect_value(row, standing) or "空的")
    return f"报告第{place.paragraph}段{what} {place.value}，{brief}"


def aspect_value(row: Row, standing: Standing) -> str:
    """Return what the brief says in place of a standing."""
    if not standing.aspect:
        return row.figure.text if row.figure else ""
    found: Decimal | None = row.previous if standing.aspect == "上年数" else row.change
    return f"{standing.aspect}{format_number(found)}" if found is not None else ""


def definition(row: Row) -> str:
    """Return what a figure means and how it is computed."""
    said = [f"算法：{row.how.removeprefix('＝')}"] if row.how else []
    return "；".join([*([row.definition] if row.definition else []), *said])


def _cut(text: str, most: int) -> str:
    text = text.replace("\n", "").replace("\ufffc", "")
    return text if len(text) <= most else f"{text[: most - 1]}…"
