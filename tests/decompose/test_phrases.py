"""Set phrases that recur: whole clauses, counted over files and functions, formulations by their ids."""

from __future__ import annotations

import yaml

from tests.decompose.kit import apart, using
from toolkit.decompose.packing import scalar
from toolkit.decompose.phrases import Found, phrases_text, recurring

FIXED = using().pack.rows("formulations.yaml", "formulations", "id")
ONE = (
    "县政协工作报告\n一、提案工作\n"
    "坚持质量第一，共收到提案216件，认真办理提案、反映社情民意，深入贯彻全过程人民民主。\n"
    "二、民主监督\n坚持质量第一，开展监督8次，认真办理提案、反映社情民意，为全县发展作出了新的贡献。\n"
)
TWO = (
    "县政协工作总结\n一、提案工作\n"
    "坚持质量第一，共收到提案180件，提案办理协商更加深入，群众和委员都比较满意。\n"
)


def found(*texts: str) -> dict[str, Found]:
    return {row.text: row for row in recurring([apart(text) for text in texts], FIXED)}


def test_clauses_are_counted_over_files_and_functions() -> None:
    rows = found(ONE, TWO)
    row = rows["坚持质量第一"]
    assert (row.count, row.files) == (3, 2)
    assert row.functions == {"proposals": 2, "democratic_supervision": 1}
    assert rows["反映社情民意"].count == 2


def test_only_whole_clauses_of_words_count() -> None:
    rows = found(ONE, TWO)
    assert "共收到提案" not in rows
    assert not any("216" in text or len(text) > 25 for text in rows if not rows[text].formulation)


def test_what_stands_once_is_no_phrase_but_a_formulation_is() -> None:
    rows = found(ONE)
    assert "为全县发展作出了新的贡献" not in rows
    assert rows["全过程人民民主"].formulation


def test_the_file_is_yaml() -> None:
    rows = yaml.safe_load(phrases_text(found(ONE, TWO).values(), scalar))["phrases"]
    assert {
        "text": "坚持质量第一",
        "count": 3,
        "files": 2,
        "functions": {"proposals": 2, "democratic_supervision": 1},
    } in rows
