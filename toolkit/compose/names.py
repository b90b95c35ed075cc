"""The names that skeletons may use, built from a brief and a pack (`templates/README.md`, 三)."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from toolkit.brief.load import Brief
from toolkit.brief.schema import Field
from toolkit.compose.markup import mark
from toolkit.compose.values import Missing, Namespace, Number, Record, State, UnknownName, Words
from toolkit.dates import Date
from toolkit.figures import TOTAL
from toolkit.pack.genre import Choice
from toolkit.pack.pack import Pack
from toolkit.text import chinese_numeral, padded_name

TERM_YEARS = 5


class Names:
    """Everything a skeleton can name, for one brief under one pack."""

    def __init__(self, brief: Brief, pack: Pack, state: State, variant: int = 0) -> None:
        self.brief = brief
        self.pack = pack
        self.state = state
        self.choice = Choice(brief.region, brief.year, variant)
        self.term_change = brief.term_change
        self.schema = pack.vocabulary.schema
        self.day = report_day(brief)

    def context(self) -> dict[str, Any]:
        """Return the names as a Jinja context."""
        brief, term = self.brief, self.term_change
        year = brief.year
        level = str(brief.value("organ.level"))
        return {
            "f": self._figures("f", self._period_key),
            "annual": self._figures("annual", lambda key: key),
            "total": self._figures("total", lambda key: key + TOTAL),
            "facts": self._fields("facts", "facts"),
            "next": self._fields("next_year", "next"),
            "byline": self._fields("byline", "byline"),
            "slogans": self._fields("slogans", "slogans"),
            "party_meetings": self._fields("party_meetings", "party_meetings"),
            "organ": self._organ(level),
            "session": self._session("session"),
            "previous": self._session("previous"),
            "speaker": self._speaker(),
            "salutation": brief.value("salutation", "各位委员、同志们"),
            "region": brief.region,
            "place": brief.region.removesuffix(level) or brief.region,
            "level": level,
            "year": mark("year", str(year)),
            "next_year": mark("year", str(year + 1)),
            "years": mark("year", f"{year - TERM_YEARS + 1}—{year}"),
            "period": "五年来" if term else "一年来",
            "this_period": "本届" if term else "全年",
            "term_change": term,
            "one_of": self._one_of,
            "cal": self._calendar(),
            "w": Namespace("固定提法", self.pack.formulations, self._formulation),
        }

    # -- figures ------------------------------------------------------------------

    def _period_key(self, key: str) -> str:
        """A 换届 report speaks of five years: its figures are the cumulative ones."""
        spec = self.pack.catalogue.get(key)
        if not self.term_change or spec is None or not spec.total:
            return key
        return key + TOTAL

    def _figures(self, place: str, to_key: Callable[[str], str]) -> Namespace:
        return Namespace(place, self._keys, lambda key: self.figure(to_key(key)))

    @cached_property
    def _keys(self) -> frozenset[str]:
        """Every key of a figure: those of the catalogue and the brief's own."""
        return frozenset((*self.pack.catalogue.keys, *self.brief.figures))

    def figure(self, key: str) -> Any:
        """Return the figure under `key`, or what stands for it while it is missing."""
        figure, spec = self.brief.figures.get(key), self.pack.catalogue.get(key)
        if figure is not None:
            return Number(figure, self.state, spec.supplier if spec else "")
        label, unit = (spec.label, spec.unit) if spec else (key, "")
        shown = f"{label}（{unit}）" if unit else label
        return Missing(self.state, f"figures.{key}", shown, spec.supplier if spec else "")

    # -- fields of the brief ---------------------------------------------------------

    def _fields(self, path: str, place: str) -> Namespace:
        field = self.schema.child(path)
        known = field.fields if field else {}
        return Namespace(place, known, lambda key: self._field(known[key], f"{path}.{key}", None))

    def _field(self, field: Field, path: str, given: Any) -> Any:
        value = self.brief.value(path) if given is None else given
        if value is None:
            return Missing(self.state, path, field.label, field.supplier)
        if field.kind == "map":
            return Namespace(
                path, field.fields, lambda key: self._field(field.fields[key], f"{path}.{key}", None)
            )
        if field.kind == "items":
            return [self._record(item, field, f"{path}[{n}]") for n, item in enumerate(value)]
        if field.kind == "list":
            return [self._words(item, f"{path}[{n}]") for n, item in enumerate(value)]
        return self._words(value, path)

    def _record(self, item: Mapping[str, Any], field: Field, path: str) -> Record:
        values = {}
        for key, child in field.fields.items():
            if item.get(key) is None:
                below = f"{path}.{key}"
                values[key] = Missing(self.state, below, f"{field.label}·{child.label}", field.supplier)
            else:
                values[key] = self._field(child, f"{path}.{key}", item[key])
        return Record(values, field.label)

    def _words(self, value: Any, origin: str) -> Any:
        if isinstance(value, Date):
            return mark(origin, value.text)
        return Words(str(value), origin, self.figure)

    # -- organ, session, speaker ------------------------------------------------------------

    def _organ(self, level: str) -> Namespace:
        place = str(self.brief.value("organ.place"))
        names: dict[str, Callable[[], Any]] = {
            "place": lambda: place,
            "level": lambda: level,
            "short": lambda: self.brief.value("organ.short", f"{level}政协"),
            "full": lambda: f"中国人民政治协商会议{place}委员会",
            "name": lambda: f"政协{place}委员会",
            "committee": lambda: f"政协{self._committee(self._reporting_term())}",
            "committee_body": lambda: self._committee(self._reporting_term()),
            "upper": lambda: self._plain("organ.upper", "上级政协"),
            "upper_party": lambda: self._plain("organ.upper_party", "上级党委"),
        }
        return Namespace("organ", names, lambda key: names[key]())

    def _plain(self, path: str, label: str) -> Any:
        value = self.brief.value(path)
        return value if value is not None else Missing(self.state, path, label, "办公室")

    def _reporting_term(self) -> Any:
        """The term whose standing committee reports: the outgoing one at a 换届 session."""
        return self._ordinal("previous.term" if self.term_change else "session.term")

    def _committee(self, term: Any) -> str:
        place = self.brief.value("organ.place")
        if self.brief.value("organ.term_order") == "届次在前":
            return f"第{term}届{place}委员会"
        return f"{place}第{term}届委员会"

    def _number(self, path: str) -> int | None:
        """Return a term or session number; the previous session follows from this one."""
        given: int | None = self.brief.value(f"session.{path}" if path.startswith("previous") else path)
        if given is not None or not path.startswith("previous"):
            return given
        term: int | None = self.brief.value("session.term")
        number: int | None = self.brief.value("session.number")
        if path == "previous.term":
            return term - 1 if term and self.term_change else term
        if self.term_change:
            return 1
        return number - 1 if number and number > 1 else None

    def _ordinal(self, path: str) -> Any:
        number = self._number(path)
        if number is None:
            words = {"term": "届次", "number": "会次"}[path.split(".")[1]]
            label = words if path.startswith("session") else f"上次会议{words}"
            key = path if path.startswith("session") else f"session.{path}"
            return Missing(self.state, key, label, "办公室")
        return mark(f"session.{path.removeprefix('session.')}", chinese_numeral(number))

    def _session(self, which: str) -> Namespace:
        def name() -> Any:
            parts = [self._ordinal(f"{which}.{part}") for part in ("term", "number")]
            if any(isinstance(part, Missing) for part in parts):
                key = "session" if which == "session" else "session.previous"
                label = "本次会议" if which == "session" else "上次会议"
                return Missing(self.state, key, f"{label}（如七届三次会议）", "办公室")
            return f"{parts[0]}届{parts[1]}次会议"

        def full() -> str:
            committee = self._committee(self._ordinal(f"{which}.term"))
            return f"政协{committee}第{self._ordinal(f'{which}.number')}次会议"

        names: dict[str, Callable[[], Any]] = {
            "term": lambda: self._ordinal(f"{which}.term"),
            "number": lambda: self._ordinal(f"{which}.number"),
            "name": name,
            "full": full,
            "date": lambda: self._date(which),
        }
        return Namespace(which, names, lambda key: names[key]())

    def _date(self, which: str) -> Any:
        path = "session.date" if which == "session" else "session.previous.date"
        value = self.brief.value(path)
        if value is None:
            label = "报告日期" if which == "session" else "上次会议日期"
            return Missing(self.state, path, label, "办公室")
        return mark(path, value.text)

    def _speaker(self) -> Namespace:
        def name() -> Any:
            value = self.brief.value("speaker.name")
            if value is None:
                return Missing(self.state, "speaker.name", "报告人", "办公室")
            return mark("speaker.name", padded_name(value))

        names: dict[str, Callable[[], Any]] = {
            "name": name,
            "title": lambda: self._plain("speaker.title", "报告人职务"),
        }
        return Namespace("speaker", names, lambda key: names[key]())

    # -- calendar and formulations ----------------------------------------------------------

    def _calendar(self) -> Namespace:
        calendar, year, day = self.pack.calendar, self.brief.year, self.day
        first = year - TERM_YEARS + 1 if self.term_change else year
        names: dict[str, tuple[str, Callable[[], str]]] = {
            "opening": ("当年定位语", lambda: calendar.opening(year, day)),
            "next_opening": ("下年定位语", lambda: calendar.next_opening(year + 1)),
            "spirit": ("中央会议精神", lambda: calendar.spirit(day)),
            "latest_plenum": ("最近一次全会", lambda: calendar.latest_plenum(day)),
            "campaign": ("党内集中教育", lambda: "、".join(calendar.campaigns(first, year, day))),
            "speech": ("重要讲话", lambda: calendar.speech(first, year, day)),
            "plan": ("五年规划", lambda: calendar.plan(year)),
            "next_plan": ("下年五年规划", lambda: calendar.plan(year + 1)),
        }

        def look_up(key: str) -> Any:
            label, compute = names[key]
            text = compute()
            if not text:
                return Missing(self.state, f"calendar.{key}", label, "研究室")
            return mark(f"calendar.{key}", text)

        return Namespace("cal", names, look_up)

    def _one_of(self, *ids: str) -> str:
        """Print one of several interchangeable set phrases, none beyond its limit in a report.

        Which one is a function of region, year and variant; a skeleton that asks again, or one
        whose neighbour has just used a phrase, gets the next.
        """
        unknown = [key for key in ids if key not in self.pack.phrases]
        if unknown or not ids:
            raise UnknownName(", ".join(unknown) or "one_of()", "语汇", self.pack.phrases)
        start = self.choice.index("/".join(ids), len(ids))
        for key in (*ids[start:], *ids[:start]):
            phrase = self.pack.phrases[key]
            used = self.state.phrases.count(key)
            if used < phrase.limit and phrase.usable(self.day):
                self.state.phrases.append(key)
                return mark(f"phrase.{key}", phrase.text)
        return mark(f"phrase.{ids[start]}", self.pack.phrases[ids[start]].text)

    def _formulation(self, key: str) -> Any:
        row = self.pack.formulations[key]
        if not row.verified:
            raise UnknownName(key, "可直接引用的固定提法", ())
        if not row.usable(self.day):
            return Missing(self.state, f"formulations.{key}", row.canonical, "研究室")
        return mark(f"formulation.{key}", row.canonical)


def report_day(brief: Brief) -> datetime.date:
    """Return the day by which formulations and meetings are judged.

    The date of the session; while it is not fixed, the end of January after the year reviewed,
    when county plenary sessions are held.
    """
    date = brief.value("session.date")
    return date.latest if date is not None else datetime.date(brief.year + 1, 1, 31)
