from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from toolkit.brief.blank import _scalar, blank_brief, schema_line
from toolkit.brief.load import Brief, Vocabulary, parse_brief
from toolkit.brief.source import Source
from toolkit.dates import Date
from toolkit.pack.pack import Pack

SCHEMA = ".draft/brief.schema.json"
# Not the fixture: Hypothesis prints the arguments of a failing example.
WORDS = Pack().vocabulary
KNOWN = {
    "region": "金山区",
    "organ.place": "上海市金山区",
    "organ.level": "区",
    "year": 2024,
    "session.term": 7,
}


def reloaded(words: Vocabulary, known: Mapping[str, Any]) -> Brief:
    return parse_brief(Source("b.yaml", blank_brief(words, known, SCHEMA)), words)


def paths(data: Mapping[str, Any], above: str = "") -> list[str]:
    """Every key of a nested mapping by its dotted path."""
    found = []
    for key, value in data.items():
        found.append(f"{above}{key}")
        found += paths(value, f"{above}{key}.") if isinstance(value, dict) else []
    return found


def filled(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data without mappings that hold nothing."""
    kept = {key: filled(value) if isinstance(value, dict) else value for key, value in data.items()}
    return {key: value for key, value in kept.items() if value != {}}


# -- what it holds -----------------------------------------------------------------------------


def test_the_schema_is_named_on_the_first_line(words: Vocabulary) -> None:
    first = blank_brief(words, KNOWN, SCHEMA).split("\n")[0]

    assert first == schema_line(SCHEMA) == "# yaml-language-server: $schema=.draft/brief.schema.json"


def test_it_ends_with_one_line_end_and_has_no_tab_or_trailing_space(words: Vocabulary) -> None:
    text = blank_brief(words, KNOWN, SCHEMA)

    assert re.findall(r"\n\n\Z|\t|[ \t]+$", text, re.MULTILINE) == []
    assert text.endswith("\n")


def test_every_field_appears_once_and_no_other(words: Vocabulary) -> None:
    written = paths(yaml.safe_load(blank_brief(words, KNOWN, SCHEMA)))

    inner = {
        f"{path}.{child}"
        for path, field in words.schema.walk()
        if field.kind == "items"
        for child in field.fields
    }
    fields = [path for path, _ in words.schema.walk() if path not in inner]
    assert [path for path in written if not path.startswith("figures.")] == fields


def test_every_figure_that_is_not_derived_appears_once(words: Vocabulary) -> None:
    lines = blank_brief(words, KNOWN, SCHEMA).split("\n")

    written = [match[1] for line in lines if (match := re.match(r"  ([a-z0-9_]+):   # .+（.+）", line))]

    assert [key for key in written if key in words.catalogue] == [
        s.key for s in words.catalogue if not s.parts
    ]


def test_a_derived_figure_is_only_explained(words: Vocabulary) -> None:
    text = blank_brief(words, KNOWN, SCHEMA)

    assert "  # proposal_filing_rate（提案立案率）由立案提案、收到提案算出，不用填\n" in text
    assert "proposal_filing_rate:" not in text


@pytest.mark.parametrize(
    "line",
    [
        "region: 金山区   # 【必填】地区；如 金山区；县区名称，与机构名称一致",
        "  level: 区   # 【必填】级别；如 区；本级行政区划的通名；可写：区、县、市、旗、州、盟、省",
        "  title:   # 职务；如 区政协主席；写了才会印在姓名前",
        "    term:   # 届；如 7",
        "  proposal_received:   # 收到提案（件），提案委员会",
        "  study_forms:   # 学习形式；找办公室要",
        "  #   - 党组理论学习中心组",
        "  #   - topic: 大力发展港航物流产业，促进海洋经济高质量发展   # 议题",
        "  #     how: 邀请市有关部门和专家学者与委员组成课题组深入调研   # 怎样协商（可不写）",
        "  #   proposals: [一句以句号结尾的话。]",
        "  # —— 提案工作 ——",
    ],
)
def test_a_line_says_what_goes_there_and_whom_to_ask(words: Vocabulary, line: str) -> None:
    assert line in blank_brief(words, {"region": "金山区", "organ.level": "区"}, SCHEMA).split("\n")


# -- it loads ---------------------------------------------------------------------------------------


def test_a_blank_brief_loads_with_what_was_known_and_nothing_else(words: Vocabulary) -> None:
    brief = reloaded(words, KNOWN)

    assert filled(brief.values) == {
        "region": "金山区",
        "organ": {"place": "上海市金山区", "level": "区"},
        "year": 2024,
        "session": {"term": 7},
    }
    assert brief.figures == {}


def test_every_kind_of_known_value_is_read_back(words: Vocabulary) -> None:
    known = {
        **KNOWN,
        "session.date": Date(2025, 1, 8),
        "session.change_of_term": False,
        "organ.upper_party": "省委、市委",
        "slogans.vision": "“青春之城”",
        "salutation": "各位委员: 同志们 # 大家",
        "speaker.name": "no",
    }

    brief = reloaded(words, known)

    assert {path: brief.value(path) for path in known} == known


@pytest.mark.parametrize("level", ["区", "县", "市", "旗"])
@given(
    name=st.text(
        st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"], exclude_characters="{}"),
        min_size=1,
    )
)
def test_a_blank_brief_of_any_region_loads(level: str, name: str) -> None:
    region = parse_text(name) + level

    brief = reloaded(WORDS, {"region": region, "organ.place": region, "organ.level": level, "year": 2024})

    assert (brief.region, brief.value("organ.place")) == (region, region)


def parse_text(text: str) -> str:
    """Text as the loader keeps it: composed characters, no white space at the ends."""
    return unicodedata.normalize("NFC", text).strip()


# -- one value ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (2024, "2024"),
        (True, "true"),
        (Date(2025, 1), '"2025-01"'),
        ("金山区", "金山区"),
        ("“青春之城”", "“青春之城”"),
        ("省委、市委", "省委、市委"),
        ("", '""'),
        ("no", '"no"'),
        ("NULL", '"NULL"'),
        ("~", '"~"'),
        ("12:30", '"12:30"'),
        ("7", '"7"'),
        ("- 甲", '"- 甲"'),
        ("甲 # 乙", '"甲 # 乙"'),
        ("甲: 乙", '"甲: 乙"'),
        ('"甲"', '"\\"甲\\""'),
        ("甲\u2028乙\x85丙", '"甲\\u2028乙\\u0085丙"'),
        ("\\d", '"\\\\d"'),
    ],
)
def test_a_value_is_quoted_where_yaml_would_read_something_else(value: Any, written: str) -> None:
    assert _scalar(value) == written


@given(st.text(st.characters(codec="utf-8")) | st.text("ab甲“:#-?{}[]&*!|>'\"%@`,~ \n\t\\0=<"))
def test_any_text_is_read_back_as_the_same_text(text: str) -> None:
    assert yaml.safe_load(f"key: {_scalar(text)}   # 说明\n") == {"key": text}


def test_the_examples_in_comments_are_right_once_uncommented(words: Vocabulary) -> None:
    intro, empty, rest = blank_brief(words, KNOWN, SCHEMA).partition("\n\n")
    uncommented, count = re.subn(r"^( *)#   (?= *(?:- |[a-z_]+:))", r"\1    ", rest, flags=re.MULTILINE)

    brief = parse_brief(Source("b.yaml", intro + empty + uncommented), words)

    assert count > 100
    assert brief.value("facts.study_forms") == ["党组理论学习中心组", "常委讲坛"]
    assert brief.value("facts.local") == {"proposals": ["一句以句号结尾的话。"]}
