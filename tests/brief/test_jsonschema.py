from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from toolkit.brief.blank import blank_brief
from toolkit.brief.jsonschema import json_schema
from toolkit.brief.load import Vocabulary, parse_brief
from toolkit.brief.source import Source
from toolkit.errors import InputProblems
from toolkit.pack.pack import Pack
from toolkit.resources import data_folder

# Not the fixture: Hypothesis prints the arguments of a failing example.
WORDS = Pack().vocabulary
SCHEMA = json_schema(WORDS)
VALIDATOR = Draft7Validator(SCHEMA)
SAMPLES = sorted(data_folder("samples").glob("*.yaml"))
REQUIRED = """\
region: 金山区
organ: {place: 上海市金山区, level: 区}
year: 2024
session: {term: 7, number: 4}
"""


class EditorLoader(yaml.SafeLoader):
    """YAML as editors read it before they apply the schema: a date is text."""


EditorLoader.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def wrong(text: str) -> list[str]:
    """The dotted paths of the values that the schema refuses."""
    data = yaml.load(text, Loader=EditorLoader)
    return sorted(".".join(map(str, error.absolute_path)) for error in VALIDATOR.iter_errors(data))


def loads(text: str) -> bool:
    try:
        parse_brief(Source("b.yaml", text), WORDS)
    except InputProblems:
        return False
    return True


# -- the schema itself ----------------------------------------------------------------------


def test_the_schema_is_a_valid_schema_of_draft_7() -> None:
    assert SCHEMA["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert Draft7Validator.check_schema(SCHEMA) is None  # raises otherwise


def test_the_schema_survives_json() -> None:
    assert json.loads(json.dumps(SCHEMA, ensure_ascii=False)) == SCHEMA


def test_every_figure_key_has_its_label_and_unit_as_title(words: Vocabulary) -> None:
    properties = SCHEMA["properties"]["figures"]["properties"]

    specs = [words.catalogue.get(key) for key in words.catalogue.keys]
    assert {key: value["title"] for key, value in properties.items()} == {
        spec.key: f"{spec.label}（{spec.unit}）" for spec in specs if spec
    }


def test_every_field_has_its_chinese_label_as_title(words: Vocabulary) -> None:
    titles: dict[str, str] = {}

    def collect(node: dict[str, Any], above: str) -> None:
        for key, value in node.get("properties", {}).items():
            titles[above + key] = value["title"]
            collect(value, f"{above}{key}.")
            collect(value.get("items", {}), f"{above}{key}.")

    collect(SCHEMA, "")
    assert {path: field.label for path, field in words.schema.walk()}.items() <= titles.items()


def test_a_figure_says_what_it_means_and_whom_to_ask() -> None:
    described = SCHEMA["properties"]["figures"]["properties"]["requests_reports"]["description"]

    assert described == "重大事项请示报告次数；一般由办公室提供；与党组会议次数相同时，核对是不是串了行。"


def test_every_section_function_may_have_local_content(words: Vocabulary) -> None:
    local = SCHEMA["properties"]["facts"]["properties"]["local"]["properties"]

    assert {key: value["title"] for key, value in local.items()} == words.functions


# -- whole briefs ------------------------------------------------------------------------------


def test_there_are_samples_to_validate() -> None:
    assert {path.stem for path in SAMPLES} >= {"上虞区", "中山区", "平湖市", "金山区"}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_is_valid(path: Path) -> None:
    assert wrong(path.read_text(encoding="utf-8")) == []


def test_a_blank_brief_is_valid(words: Vocabulary) -> None:
    known = {"region": "金山区", "organ.place": "上海市金山区", "organ.level": "区", "year": 2024}

    assert wrong(blank_brief(words, known, "brief.schema.json")) == []


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (REQUIRED.replace("region: 金山区\n", ""), ""),
        (REQUIRED.replace("level: 区", "short: 区政协"), "organ"),
        (REQUIRED.replace("level: 区", "level: 镇"), "organ.level"),
        (REQUIRED.replace("year: 2024", "year: 二〇二四"), "year"),
        (REQUIRED.replace("year: 2024", "year: 1999"), "year"),
        (REQUIRED.replace("term: 7", "term: 41"), "session.term"),
        (REQUIRED.replace("number: 4", "number: 4, date: 2025/1/8"), "session.date"),
        (REQUIRED.replace("number: 4", "number: 4, change_of_term: 换届"), "session.change_of_term"),
        (REQUIRED.replace("organ: {place: 上海市金山区, level: 区}", "organ:"), "organ"),
        (REQUIRED + "slogan: 甲\n", ""),
        (REQUIRED + "slogans: {vison: 甲}\n", "slogans"),
        (REQUIRED + "slogans: {vision: “青春之城”。}\n", "slogans.vision"),
        (REQUIRED + "slogans: {vision: '青春之城,'}\n", "slogans.vision"),
        (REQUIRED + "facts: {study_forms: 常委讲坛}\n", "facts.study_forms"),
        (REQUIRED + "facts: {study_forms: [甲, 乙。]}\n", "facts.study_forms.1"),
        (REQUIRED + "facts: {chair_topics: [{how: 甲}]}\n", "facts.chair_topics.0"),
        (REQUIRED + "facts: {local: {proposal: [一句话。]}}\n", "facts.local"),
        (REQUIRED + "facts: {local: {proposals: [没有句号]}}\n", "facts.local.proposals.0"),
        (REQUIRED + "figures: [1]\n", "figures"),
        (REQUIRED + "figures: {theory_studdy: 3}\n", "figures.theory_studdy"),
        (REQUIRED + "figures: {lake_area: {value: 3, unit: 亩}}\n", "figures.lake_area"),
        (REQUIRED + "figures: {theory_study: {value: 3, aprox: 余}}\n", "figures.theory_study"),
        (REQUIRED + "figures: {theory_study: {value: 3, approx: 左右}}\n", "figures.theory_study"),
        (REQUIRED + "figures: {theory_study_total: 3}\n", "figures.theory_study_total"),
    ],
)
def test_a_planted_mistake_is_found_by_schema_and_loader(text: str, path: str) -> None:
    assert wrong(text) == [path]
    assert not loads(text)


@pytest.mark.parametrize("value", ["是", "false", "true", ""])
def test_a_boolean_is_valid_in_either_language(value: str) -> None:
    text = REQUIRED.replace("number: 4", f"number: 4, change_of_term: {value}")

    assert (wrong(text), loads(text)) == ([], True)


@pytest.mark.parametrize("value", ["2025-1-8", "2025-01", "2025年1月8日", "2025年1月"])
def test_a_date_is_valid_in_every_form(value: str) -> None:
    text = REQUIRED.replace("number: 4", f"number: 4, date: {value}")

    assert (wrong(text), loads(text)) == ([], True)


# -- figures: the schema and the loader agree --------------------------------------------------------

numbers = (
    st.integers(-20, 250).map(str)
    | st.tuples(st.integers(-20, 150), st.integers(0, 99)).map(lambda pair: f"{pair[0]}.{pair[1]}")
    | st.tuples(
        st.integers(0, 250), st.sampled_from(["余", "多", "%", "%余", ".5余", ".0", "件", "余个"])
    ).map(lambda pair: f"{pair[0]}{pair[1]}")
    | st.sampled_from(["100", "100.0", "100.1", "101%", "约40", "近40", "１２", "三", "'216'", "'-3'", "no"])
)
keys = st.sampled_from(
    ["theory_study", "proposal_done_rate", "donation_value", "theory_study_total", "lake_area"]
)
forms = st.sampled_from(
    [
        "{}",
        "{{value: {}}}",
        "{{value: {}, approx: 余}}",
        "{{value: {}, approx: }}",
        "{{value: {}, span: 五年来}}",
        "{{value: 1, previous: {}}}",
        "{{approx: 余, source: {}}}",
    ]
)


@given(keys, forms, numbers)
def test_schema_and_loader_agree_on_what_a_figure_is(key: str, form: str, number: str) -> None:
    text = f"{REQUIRED}figures:\n  {key}: {form.format(number)}\n"

    assert (wrong(text) == []) == loads(text)


@given(numbers.filter(lambda number: "%" not in number))  # which unit is a percentage, no schema can tell
def test_schema_and_loader_agree_on_what_an_own_figure_is(number: str) -> None:
    text = f"{REQUIRED}figures:\n  lake_area: {{value: {number}, label: 湖面, unit: 亩}}\n"

    assert (wrong(text) == []) == loads(text)


@pytest.mark.parametrize(
    ("key", "number", "valid"),
    [
        ("theory_study", "35", True),
        ("theory_study", "150余", True),
        ("theory_study", "", True),
        ("theory_study", "{value: , approx: }", True),
        ("theory_study", "-3", False),
        ("theory_study", "3.5", False),
        ("theory_study", "3.5余", False),
        ("theory_study", "35%", False),
        ("theory_study", "216次", False),
        ("proposal_done_rate", "99.5", True),
        ("proposal_done_rate", "99.5%", True),
        ("proposal_done_rate", "100%", True),
        ("proposal_done_rate", "101", False),
        ("proposal_done_rate", "100.1%", False),
        ("donation_value", "3.45", True),
        ("donation_value", "-3.45", False),
        ("theory_study_total", "", True),
        ("lake_area", "3", False),
        ("lake_area", "", False),
    ],
)
def test_schema_and_loader_judge_a_number_as_the_catalogue_says(key: str, number: str, valid: bool) -> None:
    text = f"{REQUIRED}figures:\n  {key}: {number}\n"

    assert (wrong(text) == [], loads(text)) == (valid, valid)
