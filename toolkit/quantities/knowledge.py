"""What the engine knows of quantities, from `templates/quantities.yaml`, compiled once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from toolkit.errors import Location, Problem, TemplateError
from toolkit.quantities.keys import Keys
from toolkit.quantities.label import LabelWords, label_words
from toolkit.resources import data_folder

# Begun only where a numeral begins, and never given back: a million digits are read once.
ARABIC = r"(?<![0-9０-９])(?:[0-9]{1,3}(?:,[0-9]{3})++(?![0-9])|[0-9０-９]++)(?:[.．][0-9０-９]++)?+"
_HAN = "〇○零一二两三四五六七八九十百千万亿"
CHINESE = f"(?<![{_HAN}])[{_HAN}]++"
MACROS = {"{A}": f"(?:{ARABIC})", "{C}": f"(?:{CHINESE})", "{N}": f"(?:{ARABIC}|{CHINESE})"}


@dataclass(frozen=True)
class Knowledge:
    """Compiled patterns and tables; made by `knowledge`, shared by every call of `find`."""

    numeral: re.Pattern[str]
    units: re.Pattern[str]
    magnitudes: re.Pattern[str]
    chinese_units: re.Pattern[str]
    idle_units: frozenset[str]
    one_units: frozenset[str]
    before: re.Pattern[str]
    inside: Mapping[str, str]
    after: re.Pattern[str]
    heads: Mapping[str, str]
    words: Mapping[str, str]
    not_before: Mapping[str, str]
    not_figures: tuple[re.Pattern[str], ...]
    not_behind: Mapping[bool, tuple[re.Pattern[str], ...]]
    not_behind_any: Mapping[bool, re.Pattern[str]]
    idle: tuple[re.Pattern[str], ...]
    traditional: Mapping[int, str]
    durations: frozenset[str]
    lasting: re.Pattern[str]
    spans: re.Pattern[str]
    carried: re.Pattern[str]
    share: Mapping[str, str]
    labels: LabelWords
    keys: Keys


def knowledge(data: Mapping[str, Any], cues: Mapping[str, Any]) -> Knowledge:
    """Compile what `quantities.yaml` and `cues.yaml` say.

    Raises:
        TemplateError: an entry is missing, or a pattern is no regular expression.
    """
    with _told("cues.yaml"):
        keys = Keys(cues)
    with _told("quantities.yaml"):
        return _compiled(data, keys)


@contextmanager
def _told(file: str) -> Iterator[None]:
    """Tell of an entry that is missing or wrong by the file it belongs to."""
    try:
        yield
    except (KeyError, TypeError, AttributeError, re.error) as error:
        said = f"有一项缺少 {error}" if isinstance(error, KeyError) else f"内容不合要求：{error}"
        raise TemplateError([Problem(Location(file), said, "对照内置的同名文件")]) from error


@cache
def default() -> Knowledge:
    """The knowledge of the built-in pack."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    names = ("quantities.yaml", "cues.yaml")
    texts = [(data_folder("templates") / name).read_text(encoding="utf-8") for name in names]
    data, cues = (yaml.load(text, Loader=loader) for text in texts)
    return knowledge(data, cues)


def pattern(source: str) -> str:
    """Return a pattern of the data file with its macros replaced and its blanks kept short."""
    source = source.replace(r"\s*", r"\s{0,4}")
    for macro, meaning in MACROS.items():
        source = source.replace(macro, meaning)
    return source


def _numeral(said: Mapping[str, Any]) -> re.Pattern[str]:
    """The numerals of a text, by kind; 数十 and 上千 with the word before them."""
    wary = said["wary_heads"]
    barred = {head: f"(?<![{chars}]){head}" for head, chars in said["not_before"].items()}
    plain = _longest((head for head in said["heads"] if head not in wary), barred)
    careful = rf"(?<![{said['not_before_wary']}])(?:{_longest(wary)})(?=[百千万亿]+(?![余多几来]))"
    return re.compile(
        rf"(?P<share>(?:百|{CHINESE})分之{CHINESE}(?:点{CHINESE})?)"
        r"|(?P<half>(?:半数|一半)(?=以上|左右)|(?<=[近超过占])(?:半数|一半))"
        rf"|(?P<arabic>{ARABIC})"
        rf"|(?P<chinese>(?P<head>(?:{plain})(?=[十百千万亿])|{careful})?(?P<words>{CHINESE}))"
    )


def alternatives(source: str) -> list[str]:
    """Split a pattern at the | that stand in no bracket: each half may begin with another numeral."""
    found, depth, klass, piece, escaped = [], 0, False, "", False
    for char in source:
        if char == "|" and not (depth or klass or escaped):
            found.append(piece)
            piece = ""
            continue
        piece += char
        if not escaped:
            klass = char == "[" or (klass and char != "]")
            depth += 0 if klass else {"(": 1, ")": -1}.get(char, 0)
        escaped = char == "\\" and not escaped
    return [*found, piece]


def _compiled(data: Mapping[str, Any], keys: Keys) -> Knowledge:
    said = data["approximations"]
    guards = {
        unit: f"{re.escape(unit)}(?!{_longest(ends.split())})" for unit, ends in data["not_units"].items()
    }
    units = [unit for group in data["units"].values() for unit in group]
    inside = re.escape("".join(said["inside"]))
    heads = "".join(data["magnitudes"])
    groups = data["not_figures"].values()
    barred = [one for group in groups for source in group for one in alternatives(source)]
    led = [source for source in barred if source.startswith(tuple(MACROS)) and not source.startswith("{A}?")]
    behind = {
        arabic: [f"(?:{pattern(source[3:])})" for source in led if source[1] in kinds]
        for arabic, kinds in ((True, "AN"), (False, "CN"))
    }
    rough = rf"[ \u00a0]?(?!百分点)([{heads}]{{0,2}})([{inside}]?)([{heads}]{{0,2}})"
    return Knowledge(
        numeral=_numeral(said),
        units=re.compile(rf"{rough}\s*({_longest(units, guards)})"),
        magnitudes=re.compile(rf"[ \u00a0]?([{inside}]?)([{heads}]{{0,2}})([{inside}]?)"),
        chinese_units=re.compile(rf"([{inside}]?)\s*({_longest(data['chinese_units'], guards)})"),
        idle_units=frozenset(data["chinese_idle"]),
        one_units=frozenset(data["chinese_one"]),
        before=re.compile(rf"(?:{_longest(said['before'])})\s*\Z"),
        inside=said["inside"],
        after=re.compile(rf"\s*({_longest(said['after'])})"),
        heads=said["heads"],
        words={**said["before"], **said["after"], **said["inside"]},
        not_before=said["not_before"],
        not_figures=tuple(re.compile(pattern(source)) for source in barred if source not in led),
        not_behind={arabic: tuple(map(re.compile, tails)) for arabic, tails in behind.items()},
        not_behind_any={arabic: re.compile("|".join(tails) or "(?!)") for arabic, tails in behind.items()},
        idle=tuple(re.compile(pattern(source)) for source in data["idle"]),
        traditional=str.maketrans(data["traditional"]),
        durations=frozenset(data["durations"]["units"]),
        lasting=re.compile(_longest(data["durations"]["after"])),
        spans=re.compile("|".join(data["spans"])),
        carried=re.compile(rf"(?:#[（(、]|\A){data['carried']}\Z"),
        share=data["share"],
        labels=label_words(data["labels"]),
        keys=keys,
    )


def _longest(words: Iterable[str], guards: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return an alternation that tries longer words first; a guard says what must not follow one."""
    return "|".join(guards.get(word) or re.escape(word) for word in sorted(words, key=len, reverse=True))
