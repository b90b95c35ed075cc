"""Every rule has a file of cases, tests/rules/<id>.yml, and does what they say.

    valid:    sentences that the rule leaves alone: a string, or {text, date, brief}
    invalid:  {text, found: [the exact words, in order], suggestion: one or a list, severity,
               message: words in it, date, brief}

`text` may have several lines (a paragraph each); `date` is the day of the report, `brief` its fields.
Instead of a text a case may name a bundled report and what is changed in it: `sample: 金山区` with
`replace: {old: new}`, each old one in its first place; the sample's brief counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.checks.kit import CASES, found, rules, sample

LEAST = 2


def _cases(kind: str) -> list[Any]:
    return list(_each(kind))


def _each(kind: str) -> Iterator[Any]:
    for path in sorted(CASES.glob("*.yml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        for number, row in enumerate(data.get(kind) or (), 1):
            case = row if isinstance(row, dict) else {"text": row}
            yield pytest.param(path.stem, case, id=f"{path.stem}-{number}")


def _found(rule: str, case: dict[str, Any]) -> tuple[str, list[Any]]:
    text, brief = case.get("text", ""), case.get("brief")
    if "sample" in case:
        text, brief = sample(case["sample"], case.get("genre", "work_report"))
        for old, new in case.get("replace", {}).items():
            assert old in text
            text = text.replace(old, new, 1)
    return text, found(text, rule, date=case.get("date"), brief=brief)


@pytest.mark.parametrize(("rule", "case"), _cases("valid"))
def test_what_is_right_is_left_alone(rule: str, case: dict[str, Any]) -> None:
    assert [(f.text, f.message) for f in _found(rule, case)[1]] == []


@pytest.mark.parametrize(("rule", "case"), _cases("invalid"))
def test_what_is_wrong_is_found_in_its_place(rule: str, case: dict[str, Any]) -> None:
    text, findings = _found(rule, case)
    assert [f.text for f in findings] == case["found"]
    wanted = case.get("suggestion")
    if wanted is not None:
        assert [f.suggestion for f in findings] == ([wanted] if isinstance(wanted, str) else wanted)
    assert {f.severity for f in findings} == {case.get("severity", rules()[rule].severity)}
    for finding in findings:
        assert text[finding.offset :].startswith(finding.text)
        assert case.get("message", "") in finding.message


def test_every_rule_has_cases_and_every_case_file_a_rule() -> None:
    texts = {name for name, rule in rules().items() if rule.kind != "layout"}
    assert {path.stem for path in CASES.glob("*.yml")} == texts


@pytest.mark.parametrize("path", sorted(CASES.glob("*.yml")), ids=lambda path: path.stem)
def test_there_are_enough_cases_on_both_sides(path: Any) -> None:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert len(data["valid"]) >= LEAST
    assert len(data["invalid"]) >= LEAST


@pytest.mark.parametrize("name", sorted(rules()))
def test_the_example_of_a_rule_shows_it(name: str) -> None:
    example = rules()[name].example
    if rules()[name].kind == "layout" or not example:
        return
    assert found(example["wrong"], name, date=example.get("date")), example["wrong"]
    assert not found(example["right"], name, date=example.get("date")), example["right"]
