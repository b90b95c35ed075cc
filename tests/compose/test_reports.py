"""The shipped skeletons with real briefs, and with whatever part of the data is known."""

from __future__ import annotations

import copy
import dataclasses
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.compose.prose import faults
from toolkit.brief.load import Brief, load_brief
from toolkit.compose.assemble import compose
from toolkit.compose.render import Renderer
from toolkit.dates import Date
from toolkit.figures import derive
from toolkit.model import Report
from toolkit.pack.pack import Pack

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "samples").glob("*.yaml"))
TERM = Path(__file__).with_name("term_change.yaml")
PACK = Pack()
GENRE = PACK.genre("work_report")
RENDERER = Renderer()
BRIEFS = {path.stem: load_brief(path, PACK.vocabulary) for path in (*SAMPLES, TERM)}
# What the honours list alone uses.
OTHER_GENRES = ("campaign", "history", "headline", "subheadline")
ELSEWHERE = {"info_people_members", "info_people_reporters", "info_people_staff"}


def report(brief: Brief, variant: int = 0) -> Report:
    return compose(brief, PACK, GENRE, variant, RENDERER)


@pytest.mark.parametrize("variant", [0, 1])
@pytest.mark.parametrize("name", BRIEFS)
def test_a_report_states_every_figure_of_its_brief(name: str, variant: int) -> None:
    brief = BRIEFS[name]
    stated = {span.figure for _, span in report(brief, variant).figures()}
    typed = {key for key, figure in brief.figures.items() if not figure.derived}
    assert typed - stated - ELSEWHERE == set()


@pytest.mark.parametrize("variant", [0, 1])
@pytest.mark.parametrize("name", BRIEFS)
def test_a_report_prints_each_figure_as_the_brief_has_it(name: str, variant: int) -> None:
    brief = BRIEFS[name]
    for block, span in report(brief, variant).figures():
        figure = brief.figures.get(span.figure)
        if figure is not None:
            assert span.text == figure.text, block.text


@pytest.mark.parametrize("variant", [0, 1])
@pytest.mark.parametrize("name", BRIEFS)
def test_a_report_states_every_fact_of_its_brief(name: str, variant: int) -> None:
    brief = BRIEFS[name]
    text = report(brief, variant).text
    values = {key: dict(brief.values.get(key, {})) for key in ("facts", "next_year", "slogans")}
    for key in OTHER_GENRES:
        values["facts"].pop(key, None)
        values["slogans"].pop(key, None)
    wanted = _texts(values)
    assert [raw for raw in wanted if not _stated(raw, brief, text)] == []


def _texts(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [text for child in value.values() for text in _texts(child)]
    if isinstance(value, list):
        return [text for child in value for text in _texts(child)]
    return [str(value)]


def _stated(raw: str, brief: Brief, text: str) -> bool:
    """Whether a fact stands in the text, be it with single instead of double quotes."""
    shown = re.sub(r"\{(\w+)\}", lambda m: brief.figures[m[1]].text, raw)
    bare = str.maketrans("", "", "“”‘’")
    return shown.translate(bare) in text.translate(bare)


@pytest.mark.parametrize("variant", [0, 1, 2, 3])
@pytest.mark.parametrize("name", BRIEFS)
def test_a_report_has_no_faulty_sentence(name: str, variant: int) -> None:
    assert faults(report(BRIEFS[name], variant).text) == []


@pytest.mark.parametrize("name", BRIEFS)
def test_every_digit_of_a_report_knows_its_origin(name: str) -> None:
    loose = [
        (block.id, span.text)
        for block in report(BRIEFS[name]).blocks
        for span in block.spans
        if re.search(r"\d", span.text) and not span.origin
    ]
    assert loose == []


@pytest.mark.parametrize("name", BRIEFS)
def test_a_report_is_of_a_length_that_a_session_can_hear(name: str) -> None:
    assert 6000 <= report(BRIEFS[name]).characters <= 12000


@pytest.mark.parametrize("name", BRIEFS)
def test_no_placeholder_stands_where_the_brief_has_the_value(name: str) -> None:
    brief = BRIEFS[name]
    for placeholder in report(brief).placeholders:
        key = placeholder.key
        assert key.removeprefix("figures.") not in brief.figures
        assert brief.value(key) is None or key == "session"


def test_the_sections_follow_the_outline() -> None:
    functions = [block.function for block in report(BRIEFS["中山区"]).blocks]
    order = list(dict.fromkeys(functions))
    wanted = [row["section"] for row in GENRE.outline(False) if "section" in row]
    assert [f for f in order if f in wanted] == wanted


def test_a_term_change_report_names_both_terms() -> None:
    made = report(BRIEFS["term_change"])
    assert made.title == "中国人民政治协商会议江南省云溪县第十一届委员会常务委员会工作报告"
    subtitle = next(b.text for b in made.blocks if b.kind == "subtitle")
    assert subtitle == "——在政协江南省云溪县第十二届委员会第一次会议上"


def test_a_term_change_report_speaks_of_five_years_and_has_an_experience_section() -> None:
    made = report(BRIEFS["term_change"])
    assert "一年来" not in made.text
    assert "experience" in {block.function for block in made.blocks}
    assert "今后五年" in made.text


def test_two_wordings_share_no_long_sentence_but_formulations() -> None:
    """Two regions that draw different wordings read differently; official phrases are common."""
    first, second = (report(bare(BRIEFS["金山区"]), variant) for variant in (0, 1))
    sentences = [set(re.split(r"[。！；\n]", r.text)) for r in (first, second)]
    shared = [s for s in sentences[0] & sentences[1] if len(s) > 40]
    assert [s for s in shared if "习近平" not in s] == []


def bare(brief: Brief) -> Brief:
    """The same brief with nothing in it but region, organ, year and session."""
    values = {key: brief.values[key] for key in ("region", "organ", "year", "session")}
    return dataclasses.replace(brief, values=values, figures={})


def _thinned(values: Any, keep: st.DataObject, path: str = "") -> Any:
    """Drop any optional part of a brief's values."""
    if isinstance(values, dict):
        return {
            key: _thinned(value, keep, f"{path}.{key}")
            for key, value in values.items()
            if path not in (".facts", ".next_year", ".slogans", ".party_meetings")
            or keep.draw(st.booleans(), label=f"{path}.{key}")
        }
    return values


@given(st.data(), st.sampled_from(sorted(BRIEFS)), st.integers(0, 1))
def test_any_part_of_the_data_makes_sound_sentences(data: st.DataObject, name: str, variant: int) -> None:
    brief = BRIEFS[name]
    typed = {k: f for k, f in brief.figures.items() if not f.derived and data.draw(st.booleans(), label=k)}
    figures = {**typed, **derive(typed, PACK.catalogue)}
    values = _thinned(copy.deepcopy(dict(brief.values)), data)
    thin = dataclasses.replace(brief, values=values, figures=figures)
    made = report(thin, variant)
    assert faults(made.text) == []
    for block, span in made.figures():
        if span.figure in figures:
            assert span.text == figures[span.figure].text, block.text


def test_figures_of_last_year_bring_year_on_year_wording() -> None:
    brief = BRIEFS["金山区"]
    for previous, words in ((200, "（比上年增长8%）"), (240, "（比上年减少10%）"), (216, "（与上年持平）")):
        received = brief.figures["proposal_received"]._replace(previous=Decimal(previous))
        typed = {k: f for k, f in brief.figures.items() if not f.derived} | {"proposal_received": received}
        figures = {**typed, **derive(typed, PACK.catalogue)}
        for variant in (0, 1):
            text = report(dataclasses.replace(brief, figures=figures), variant).text
            assert f"216件{words}" in text


@pytest.mark.parametrize(
    ("year", "date", "present", "absent"),
    [
        (
            2024,
            Date(2024, 12, 27),
            ["成立75周年", "二十届二中、三中全会", "“十四五”"],
            ["四中全会", "“十五五”"],
        ),
        (2025, Date(2026, 1, 8), ["二十届四中全会", "“十四五”规划收官之年", "“十五五”"], ["75周年"]),
        (2026, Date(2027, 1, 12), ["“十五五”开局之年", "二十届历次全会"], ["75周年", "收官", "五中全会"]),
    ],
)
def test_a_report_cites_what_its_date_allows(
    year: int, date: Date, present: list[str], absent: list[str]
) -> None:
    brief = bare(BRIEFS["中山区"])
    values = {**brief.values, "year": year, "session": {"term": 11, "number": 4, "date": date}}
    for variant in (0, 1):
        text = report(dataclasses.replace(brief, values=values), variant).text
        assert [words for words in present if words not in text] == []
        assert [words for words in absent if words in text] == []


def test_an_empty_brief_makes_a_readable_report() -> None:
    for name, brief in BRIEFS.items():
        for variant in (0, 1):
            made = report(bare(brief), variant)
            assert faults(made.text) == [], name
            assert made.characters > 6000
