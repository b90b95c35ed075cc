"""The pack's files hold together: names, keys, expressions, skeletons; overlays win."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from toolkit.errors import TemplateError, ToolkitError
from toolkit.figures import DERIVATIONS
from toolkit.pack.formulations import Formulations
from toolkit.pack.genre import Choice
from toolkit.pack.pack import Pack

SECTIONS = Path(__file__).parents[2] / "templates/genres/work_report/sections"
FILES = sorted(SECTIONS.glob("*.j2"))


def test_every_section_of_the_outline_is_a_function_with_two_wordings() -> None:
    pack = Pack()
    genre = pack.genre("work_report")
    for term in (False, True):
        for row in genre.outline(term):
            if "section" in row:
                assert row["section"] in pack.functions
                files = {genre.wording(row["section"], Choice("某区", 2024, v), term) for v in (0, 1)}
                assert len(files - {None}) == 2, row["section"]


def test_heading_sets_cover_the_areas_and_match_in_length() -> None:
    genre = Pack().genre("work_report")
    areas = {row["area"] for row in genre.outline(False) if "area" in row}
    for headings in genre.data["headings"]:
        assert set(headings) == areas
        lengths = [len(text) for text in headings.values()]
        assert max(lengths) - min(lengths) <= 2, headings
        assert len({text.index("，") for text in headings.values()}) <= 2, headings


def test_the_choice_depends_on_region_year_and_variant_alone() -> None:
    first = [Choice("金山区", 2024).index(f"s{n}", 2) for n in range(40)]
    assert first == [Choice("金山区", 2024).index(f"s{n}", 2) for n in range(40)]
    assert first == [1 - Choice("金山区", 2024, 1).index(f"s{n}", 2) for n in range(40)]
    assert first != [Choice("中山区", 2024).index(f"s{n}", 2) for n in range(40)]
    assert first != [Choice("金山区", 2025).index(f"s{n}", 2) for n in range(40)]


def test_the_catalogue_refers_only_to_what_exists() -> None:
    pack = Pack()
    for spec in pack.catalogue:
        assert spec.label, spec.key
        assert spec.unit, spec.key
        assert spec.supplier, spec.key
        assert spec.kind in ("count", "percent", "amount"), spec.key
        assert set(spec.sections) <= set(pack.functions), spec.key
        assert set(spec.derive) <= {*DERIVATIONS, "decimals"}, spec.key
        for expression in (*spec.relations, *spec.fallback, *spec.parts):
            for key in re.findall(r"[a-z]\w*", expression):
                assert key in pack.catalogue, (spec.key, key)


def test_labels_are_unique_so_that_a_person_can_name_a_figure() -> None:
    labels = [spec.label for spec in Pack().catalogue]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_a_skeleton_types_no_number(path: Path) -> None:
    """Numbers come from data only, so that each knows its key."""
    words = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.S)
    assert re.findall(r"[0-9０-９]", words) == []


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_a_skeleton_names_no_plenum_or_plan_by_hand(path: Path) -> None:
    words = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", path.read_text(encoding="utf-8"), flags=re.S)
    assert re.findall(r"[一二三四五六七]中全会|“十[三四五六]五”|二十大|周年", words) == []


def test_no_skeleton_contains_a_known_misquotation() -> None:
    wrong = []
    for row in Pack().data("formulations.yaml")["formulations"]:
        for case in row.get("wrong", ()):
            if case.get("level") == "error" and case.get("detect") == "exact" and "text" in case:
                wrong.append(case["text"])
    assert len(wrong) > 150
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        assert [words for words in wrong if words in text] == [], path.name


def test_a_formulation_is_usable_only_when_in_force_and_verified() -> None:
    table = Formulations(
        [
            {"id": "new", "canonical": "新", "verified": True, "in_force_from": "2024-07-18"},
            {"id": "month", "canonical": "月", "verified": True, "in_force_from": "2020-05"},
            {"id": "old", "canonical": "旧", "verified": True, "in_force_until": "2020"},
            {"id": "doubt", "canonical": "疑", "verified": False},
        ]
    )
    day = datetime.date
    assert not table["new"].usable(day(2024, 7, 17))
    assert table["new"].usable(day(2024, 7, 18))
    assert table["month"].usable(day(2020, 5, 1))
    assert table["old"].usable(day(2020, 12, 31))
    assert not table["old"].usable(day(2021, 1, 1))
    assert not table["doubt"].usable(day(2024, 1, 1))


def test_a_later_pack_overlays_an_earlier_one(tmp_path: Path) -> None:
    sections = tmp_path / "genres/work_report/sections"
    sections.mkdir(parents=True)
    (sections / "closing.1.j2").write_text("本地的结尾。", encoding="utf-8")
    genre = Pack([tmp_path]).genre("work_report")
    assert genre.files["closing.1"] == sections / "closing.1.j2"
    assert genre.files["closing.2"].is_relative_to(SECTIONS)


def test_a_broken_file_of_a_pack_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "layout.yaml").write_text("page:\n  width: [210\n", encoding="utf-8")
    with pytest.raises(TemplateError) as caught:
        _ = Pack([tmp_path]).layout
    assert caught.value.problems[0].location.line == 3


def test_an_unknown_genre_is_answered_with_the_nearest() -> None:
    with pytest.raises(ToolkitError) as caught:
        Pack().genre("work_reprot")
    assert "work_report" in caught.value.hint


@pytest.mark.parametrize("text", ["", "# 学来的语汇，都删去了\n", "[]\n"])
def test_a_phrase_file_with_nothing_in_it_is_no_mistake(tmp_path: Path, text: str) -> None:
    (tmp_path / "phrases").mkdir()
    (tmp_path / "phrases" / "learned.yaml").write_text(text, encoding="utf-8")
    assert list(Pack([tmp_path]).phrases) == list(Pack().phrases)
