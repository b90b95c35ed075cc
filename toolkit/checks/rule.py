"""Rules as records: `templates/rules/<id>.yaml`, later packs replacing a rule by its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from toolkit.checks.finding import Severity
from toolkit.checks.needles import needles
from toolkit.errors import Location, Problem, TemplateError, display_path, suggest
from toolkit.pack.pack import RULES, Pack

WORDS = "checking.yaml"
KINDS = ("existence", "substitution", "occurrence", "consistency", "computed", "layout")
FORCES = ("规定", "一般", "实务")
NEEDED = ("name", "kind", "severity", "force", "source", "why")
KNOWN = (
    *NEEDED, "message", "suggestion", "example", "fix", "quoted", "unfilled", "raw", "part",
    "patterns", "swaps", "except", "pattern", "most", "within", "groups", "data",
)  # fmt: skip
PARTS = ("", "past", "next")


@dataclass(frozen=True)
class Rule:
    """One rule.

    Attributes:
        id: kebab-case; names the fault.
        name: the fault in a few Chinese words.
        kind: one of `KINDS`; see `toolkit.checks.patterns` for what the first four look for.
        severity: how grave a finding is.
        force: 规定 (a standard or a decision says so), 一般 (general usage), 实务 (office practice).
        source: document, clause, date.
        why: what is looked for, why it is wrong, what is tolerated.
        message: what a finding says; {text} and {suggestion} stand for the words and what they should be.
        example: a wrong and a right wording.
        fix: whether `--fix` may put the suggestion in the words' place.
        quoted: whether quotations and titles are judged as well.
        unfilled: whether placeholders that still wait for a value are judged as well.
        raw: whether the exact characters are looked at (half-width marks, spaces), not the uniform ones.
        part: past or next: only the review or only the plan for the year to come; else everything.
        body: what is to be looked for, by the kind's own keys.
        words: the named stretches that patterns may use as {名字}.
    """

    id: str
    name: str
    kind: str
    severity: Severity
    force: str
    source: str
    why: str
    message: str = ""
    suggestion: str = ""
    example: Mapping[str, str] = field(default_factory=dict)
    fix: bool = False
    quoted: bool = False
    unfilled: bool = False
    raw: bool = False
    part: str = ""
    body: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)

    def compiled(self, pattern: str) -> re.Pattern[str]:
        """Return a pattern of the rule's file with its {名字} replaced; compiled once.

        Raises:
            TemplateError: it is no regular expression.
        """
        if pattern not in self._compiled:
            try:
                self._compiled[pattern] = re.compile(expanded(pattern, self.words))
            except re.error as error:
                said = f"正则写错了（{error.msg}）：{pattern}"
                raise TemplateError([Problem(Location(f"{RULES}/{self.id}.yaml"), said)]) from error
        return self._compiled[pattern]

    def matches(self, pattern: str, text: str) -> Iterator[re.Match[str]]:
        """Yield where a pattern of the rule's file matches; see `compiled` for errors."""
        if pattern not in self._needles:
            self._needles[pattern] = needles(expanded(pattern, self.words))
        words = self._needles[pattern]
        if not words or any(word in text for word in words):
            yield from self.compiled(pattern).finditer(text)

    @cached_property
    def _needles(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _compiled(self) -> dict[str, re.Pattern[str]]:
        return {}

    @property
    def data(self) -> Mapping[str, Any]:
        """What a computed rule's file tells its code."""
        found: Mapping[str, Any] = self.body.get("data") or {}
        return found


def expanded(pattern: str, words: Mapping[str, str]) -> str:
    """Return a pattern with {名字} replaced by what `templates/checking.yaml` calls so."""
    return re.sub(r"\{([^\W\d]\w*)\}", lambda m: f"(?:{words[m[1]]})" if m[1] in words else m[0], pattern)


def load_rules(pack: Pack) -> dict[str, Rule]:
    """Return every rule of a pack by id, in the order of the ids.

    Raises:
        TemplateError: a rule's file lacks something or says something unknown, all of them at once.
    """
    names = sorted({path.stem for folder in pack.folders for path in (folder / RULES).glob("*.yaml")})
    words = _words(pack.mapping(WORDS)["words"])
    problems: list[Problem] = []
    rules = {}
    for name in names:
        path = pack.find(f"{RULES}/{name}.yaml")
        data = pack.data(f"{RULES}/{name}.yaml")
        found = list(_problems(path, data))
        problems += found
        if not found:
            rules[name] = _rule(name, data, words)
    if problems:
        raise TemplateError(problems)
    return rules


def _words(given: Mapping[str, str]) -> dict[str, str]:
    """Return the named stretches, each with those above it replaced."""
    words: dict[str, str] = {}
    for name, pattern in given.items():
        words[name] = expanded(pattern, words)
    return words


def _rule(name: str, data: Mapping[str, Any], words: Mapping[str, str]) -> Rule:
    own = {key: data[key] for key in data if key in Rule.__dataclass_fields__ and key != "severity"}
    body = {key: data[key] for key in data if key not in Rule.__dataclass_fields__}
    return Rule(id=name, severity=Severity(data["severity"]), body=body, words=words, **own)


def _problems(path: Path, data: Any) -> Iterable[Problem]:
    place = Location(display_path(path))
    if not isinstance(data, dict):
        yield Problem(place, "应当是“键: 值”的写法")
        return
    for key in NEEDED:
        if not data.get(key):
            yield Problem(place, f"缺少“{key}”")
    for key in data:
        if key not in KNOWN:
            yield Problem(place, f"不认识“{key}”", suggest(str(key), KNOWN))
    choices = {"kind": KINDS, "severity": [s.value for s in Severity], "force": FORCES, "part": PARTS}
    for key, allowed in choices.items():
        if data.get(key) and data[key] not in allowed:
            yield Problem(place, f"“{key}”不能是“{data[key]}”", f"可以写：{'、'.join(filter(None, allowed))}")
