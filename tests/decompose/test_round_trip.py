"""Together again: a pack and its brief give the text back, and a changed value changes its places only."""

from __future__ import annotations

import random
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.decompose.kit import SEEDS, TODAY, apart, packed, rendered, seed, using
from toolkit.decompose.decomposition import Decomposition
from toolkit.decompose.keys import Keyed
from toolkit.decompose.normal import squeezed
from toolkit.decompose.printing import WAYS
from toolkit.decomposing import unpack
from toolkit.figures import AFTER, BEFORE, format_number

CHANGES = 40  # of each seed: 200 in all


def bare(found: Decomposition) -> str:
    """What has to come back: the source without furniture and white space."""
    return squeezed(found.raw)


@pytest.mark.parametrize("slug", SEEDS)
def test_a_seed_comes_back_character_for_character(slug: str, tmp_path: Path) -> None:
    found = seed(slug)
    assert rendered(*packed(found, tmp_path)) == bare(found)


@pytest.mark.parametrize("slug", SEEDS)
def test_what_comes_back_is_the_source_less_its_furniture(slug: str) -> None:
    found = seed(slug)
    kept = list(found.body.source.text)
    for start, length in found.body.furniture:
        kept[start : start + length] = [""] * length
    assert squeezed("".join(kept)) == bare(found)


def _changed(brief: str, row: Keyed, value: Decimal) -> str:
    line = re.compile(rf"^(  {row.key}: (?:{{value: )?){re.escape(format_number(row.value))}", re.MULTILINE)
    text, count = line.subn(lambda m: m[1] + format_number(value), brief)
    assert count == 1
    return text


def _expected(found: Decomposition, rows: list[Keyed], values: dict[str, Decimal]) -> str:
    """Write the new values into the source by hand, at the places that the decomposition names."""
    edits = []
    for row in rows:
        for stand in row.stands if row.key in values else ():
            way = stand.printed
            number = WAYS[way.way or "数字"](values[row.key])
            before = way.approx if way.approx in BEFORE else ""
            after = way.approx if way.approx in AFTER else ""
            sign = "%" if not way.way and row.unit == "%" else ""
            edits.append((way.start, way.stop, before + number + after + sign))
    text = found.raw
    for start, stop, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[stop:]
    return squeezed(text)


@pytest.mark.parametrize("slug", SEEDS)
def test_a_changed_value_changes_exactly_its_places(slug: str, tmp_path: Path) -> None:
    found, chance = seed(slug), random.Random(slug)
    pack, brief, genre = packed(found, tmp_path)
    rows = list(unpack(found, using(), genre, TODAY).figures)
    free = [row for row in rows if not row.derived]
    sums = [row for row in rows if row.derived]
    assert free
    for _ in range(CHANGES):
        row = chance.choice(free)
        value = Decimal(chance.randrange(2, 100))
        values = {row.key: value}
        for total in sums:
            parts = using().pack.catalogue.get(total.key)
            if parts and row.key in parts.parts:
                values[total.key] = total.value + value - row.value
        assert rendered(pack, _changed(brief, row, value), genre) == _expected(found, rows, values)


# -- any text ---------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    [
        *(
            "县政协",
            "全县",
            "其他地区政协",
            "收到提案",
            "立案",
            "216件",
            "近300名",
            "三万余人",
            "１２场",
            "1,069件",
        ),
        *(
            "两成",
            "十件",
            "100%",
            "4.5万元",
            "2024年",
            "2025年",
            "云河县",
            "中共云河县委",
            "县委",
            "县委员会",
        ),
        *(
            "习近平新时代中国特色社会主义思想",
            "一、",
            "（一）",
            "1.",
            "#",
            "!",
            ">",
            "^",
            "@opening",
            "{{",
            "{%",
            "}}",
        ),
        *(
            "。",
            "，",
            "；",
            "：",
            "\n",
            "\n\n",
            "　　",
            " ",
            "\t",
            "“",
            "”",
            "——",
            "■",
            "《",
            "》",
            "\xa0",
            "{#",
            "100％",
        ),
        *(
            "召开会议",
            "凝心聚力",
            "五年来",
            "政协云河县第九届委员会",
            "第三次会议",
            "九届三次会议",
            "光荣榜",
            "（3名）",
        ),
    ]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=60).map("".join).filter(str.strip)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS)
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    found = apart(text)
    if not found.body.paragraphs:
        return
    assert rendered(*packed(found, tmp_path_factory.mktemp("pack"))) == bare(found)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_every_place_is_exact(text: str) -> None:
    from toolkit.decompose.decomposition import as_json

    document = as_json(apart(text))
    for name in ("headings", "figures", "slots", "captions"):
        for row in document[name]:
            assert text[row["offset"] : row["offset"] + len(row["text"])] == row["text"]
