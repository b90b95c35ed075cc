"""`tasks.new` and its kin: what is written where, what is refused, what stays untouched."""

from __future__ import annotations

import codecs
import datetime
import json
import re
from pathlib import Path
from typing import Any

import pytest

from toolkit import lookups, tasks
from toolkit.brief.jsonschema import json_schema
from toolkit.brief.load import load_brief
from toolkit.errors import DocumentError, InputProblems, ToolkitError, WorkspaceError
from toolkit.model import Report
from toolkit.pack.pack import Pack
from toolkit.word import proof
from toolkit.word.read import identifier, read_text

NOW = datetime.datetime(2025, 1, 6, 9, 30, 5, tzinfo=datetime.UTC)
SAMPLE, UNKNOWN = "金山区", "桐庐县"


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what earlier runs left in the user's cache out of these tests."""
    monkeypatch.setenv("DRAFT_CACHE", "off")


def _new(out: Path | None, region: str = SAMPLE, **words: Any) -> tasks.Made:
    return tasks.new(tasks.Request(**{"region": region, "out": out, "now": NOW, **words}))


def _files(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _record(made: tasks.Made) -> Any:
    name = identifier(made.docx).removeprefix("urn:draft:")
    return json.loads((made.docx.parent / ".draft" / "base" / f"{name}.json").read_bytes())


def _filled(text: str, **figures: int) -> str:
    """Fill figures into a blank brief."""
    for key, value in figures.items():
        text, count = re.subn(rf"^  {key}:", f"  {key}: {value}", text, flags=re.MULTILINE)
        assert count == 1
    return text


def _blank(folder: Path, **figures: int) -> Path:
    """A brief of a region without sample, in a folder of its own."""
    path = folder / "mine.yaml"
    made = _new(folder / "blank", UNKNOWN)
    path.write_text(_filled(made.brief.read_text(encoding="utf-8"), **figures), encoding="utf-8")
    return path


# -- what is made ------------------------------------------------------------------------


def test_brief_document_base_and_schema_are_made(tmp_path: Path, pack: Pack) -> None:
    made = _new(tmp_path / "out")
    name = identifier(made.docx).removeprefix("urn:draft:")
    assert re.fullmatch("[0-9a-f]{32}", name)
    assert sorted(_files(tmp_path / "out")) == [
        f".draft/base/{name}.json",
        ".draft/brief.schema.json",
        "brief.yaml",
        made.docx.name,
    ]
    assert json.loads((tmp_path / "out/.draft/brief.schema.json").read_bytes()) == json_schema(
        pack.vocabulary
    )
    assert made.backup is None


@pytest.mark.parametrize("region", tasks.sample_regions())
def test_document_and_base_hold_the_same_report(region: str, tmp_path: Path) -> None:
    made = _new(tmp_path, region)
    assert Report.from_json(_record(made)["report"]) == made.report
    assert read_text(made.docx) == made.report.text


def test_the_base_knows_every_figure_of_the_brief_and_how_it_was_made(tmp_path: Path, pack: Pack) -> None:
    made = _new(tmp_path, variant=1)
    record, brief = _record(made), load_brief(made.brief, pack.vocabulary)
    assert {key: row["text"] for key, row in record["figures"].items()} == {
        key: figure.text for key, figure in brief.figures.items()
    }
    assert (record["genre"], record["variant"], record["brief"]) == ("work_report", 1, "brief.yaml")


def test_every_figure_of_the_report_is_in_the_base(tmp_path: Path) -> None:
    made = _new(tmp_path)
    used = {span.figure for _, span in made.report.figures()}
    assert used
    assert used <= set(_record(made)["figures"])


def test_the_brief_names_its_schema_on_the_first_line(tmp_path: Path) -> None:
    made = _new(tmp_path)
    lines = made.brief.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "# yaml-language-server: $schema=.draft/brief.schema.json"
    assert [line for line in lines[1:] if "yaml-language-server" in line] == []


def test_minutes_follow_the_genre(tmp_path: Path, pack: Pack) -> None:
    made = _new(tmp_path)
    pace = pack.genre("work_report").data["minutes_per_thousand"]
    assert made.minutes == round(made.report.characters * pace / 1000)


def test_without_out_the_folder_is_named_after_region_and_year(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made = _new(None)
    assert made.docx.parent == Path("金山区2024年")
    assert made.brief == Path("金山区2024年/brief.yaml")
    assert (tmp_path / made.docx).is_file()


@pytest.mark.parametrize("name", ["稿.docx", "稿.DOCX"])
def test_an_out_that_ends_in_docx_is_the_document(name: str, tmp_path: Path) -> None:
    made = _new(tmp_path / "夹" / name)
    assert made.docx == tmp_path / "夹" / name
    assert made.brief == tmp_path / "夹" / "稿.brief.yaml"
    assert _record(made)["brief"] == "稿.brief.yaml"


def test_two_documents_share_a_folder(tmp_path: Path) -> None:
    made = [_new(tmp_path / f"{n}.docx", region) for n, region in enumerate((SAMPLE, UNKNOWN))]
    assert [Report.from_json(_record(m)["report"]) for m in made] == [m.report for m in made]


# -- choice of words ---------------------------------------------------------------------


def test_the_same_input_gives_the_same_report_and_identifier(tmp_path: Path) -> None:
    first, second = _new(tmp_path / "a"), _new(tmp_path / "b")
    assert first.report == second.report
    assert identifier(first.docx) == identifier(second.docx)


def test_variants_and_regions_differ(tmp_path: Path) -> None:
    texts = {
        _new(tmp_path / f"{region}{variant}", region, variant=variant).report.text
        for region in (UNKNOWN, "青田县")
        for variant in (0, 1)
    }
    assert len(texts) == 4
    assert len({text.replace("桐庐", "").replace("青田", "") for text in texts}) == 4


# -- what is in the way ------------------------------------------------------------------


def test_existing_files_are_not_overwritten(tmp_path: Path) -> None:
    made = _new(tmp_path)
    made.docx.write_bytes(b"typed in Word")
    before = _files(tmp_path)
    with pytest.raises(WorkspaceError, match="已经有了") as caught:
        _new(tmp_path)
    assert "--force" in caught.value.hint
    assert _files(tmp_path) == before


def test_force_backs_up_what_it_replaces(tmp_path: Path) -> None:
    made = _new(tmp_path)
    made.docx.write_bytes(b"typed in Word")
    again = _new(tmp_path, force=True)
    assert again.backup == tmp_path / ".draft" / "backup" / "20250106-093005"
    assert _files(again.backup) == {made.docx.name: b"typed in Word"}
    assert read_text(again.docx) == again.report.text


def test_another_brief_replaces_the_one_in_the_folder_only_by_force(tmp_path: Path) -> None:
    mine = _blank(tmp_path, proposal_received=321)
    made = _new(tmp_path / "out", UNKNOWN)
    old = made.brief.read_bytes()
    with pytest.raises(WorkspaceError, match=r"brief\.yaml"):
        _new(tmp_path / "out", UNKNOWN, figures=mine)
    assert made.brief.read_bytes() == old
    again = _new(tmp_path / "out", UNKNOWN, figures=mine, force=True)
    assert _files(again.backup)["brief.yaml"] == old
    assert "321" in again.brief.read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["plain", "bom", "crlf", "no_schema_line"])
def test_an_edited_brief_in_the_folder_is_used_and_stays_byte_for_byte(form: str, tmp_path: Path) -> None:
    made = _new(tmp_path, UNKNOWN)
    data = _filled(made.brief.read_text(encoding="utf-8"), proposal_received=321).encode()
    edited = {
        "plain": data,
        "bom": codecs.BOM_UTF8 + data,
        "crlf": data.replace(b"\n", b"\r\n"),
        "no_schema_line": data.partition(b"\n")[2],
    }[form]
    made.brief.write_bytes(edited)
    again = _new(tmp_path, UNKNOWN, force=True)
    assert "321" in {span.text for _, span in again.report.figures()}
    assert made.brief.read_bytes() == edited
    assert list(_files(again.backup)) == [made.docx.name]
    assert any("已有的底稿" in note for note in again.notes)


def test_an_edited_brief_in_the_default_folder_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made = _new(None, UNKNOWN)
    text = _filled(made.brief.read_text(encoding="utf-8"), proposal_received=321)
    made.brief.write_text(text, encoding="utf-8")
    again = _new(None, UNKNOWN, force=True)
    assert "321" in {span.text for _, span in again.report.figures()}


def test_a_document_open_in_word_is_left_alone_even_by_force(tmp_path: Path) -> None:
    made = _new(tmp_path)
    made.docx.with_name(f"~${made.docx.name}").touch()
    before = _files(tmp_path)
    with pytest.raises(WorkspaceError, match="正被 Word 或 WPS 打开"):
        _new(tmp_path, force=True)
    assert _files(tmp_path) == before


def test_a_document_that_cannot_be_replaced_leaves_document_and_brief(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = _blank(tmp_path, proposal_received=321)
    made = _new(tmp_path / "out", UNKNOWN)
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if target == made.docx:
            raise PermissionError(13, "Access is denied")
        return replace(self, target)

    before = made.docx.read_bytes(), made.brief.read_bytes()
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(WorkspaceError, match="不能写入"):
        _new(tmp_path / "out", UNKNOWN, figures=mine, force=True)
    assert (made.docx.read_bytes(), made.brief.read_bytes()) == before
    assert [name for name in _files(tmp_path) if name.endswith(".tmp")] == []


def test_a_document_that_would_read_back_otherwise_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proof, "read_back", lambda _: ["别的"])
    with pytest.raises(DocumentError, match="与成稿内容不一致"):
        _new(tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


# -- where the brief comes from ----------------------------------------------------------


def test_figures_take_a_brief_from_anywhere_and_leave_it_alone(tmp_path: Path) -> None:
    mine = _blank(tmp_path, proposal_received=321)
    before = mine.read_bytes()
    made = _new(tmp_path / "out", "", figures=mine)
    assert made.brief == tmp_path / "out" / "brief.yaml"
    assert "321" in {span.text for _, span in made.report.figures()}
    assert mine.read_bytes() == before


def test_a_brief_may_lie_where_the_report_goes(tmp_path: Path) -> None:
    mine = _blank(tmp_path)
    (tmp_path / "out").mkdir()
    target = mine.rename(tmp_path / "out" / "brief.yaml")
    before = target.read_bytes()
    assert _new(tmp_path / "out", "", figures=target).brief == target
    assert target.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"region": SAMPLE}, "底稿是桐庐县的，要成稿的是金山区"),
        ({"year": 2019}, "底稿是2025年的，要成稿的是2019年"),
        ({"year": 0}, "底稿是2025年的，要成稿的是0年"),
    ],
)
def test_a_brief_of_another_region_or_year_is_refused(
    words: dict[str, Any], said: str, tmp_path: Path
) -> None:
    mine = _blank(tmp_path)
    text = re.sub(r"^year: \d+", "year: 2025", mine.read_text(encoding="utf-8"), flags=re.MULTILINE)
    mine.write_text(text, encoding="utf-8")
    with pytest.raises(ToolkitError, match=said):
        _new(tmp_path / "out", **{"region": UNKNOWN, "figures": mine, **words})
    assert not (tmp_path / "out").exists()


def test_a_brief_with_mistakes_stops_everything(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("region: 金山区\nyear: abc\n", encoding="utf-8")
    with pytest.raises(InputProblems) as caught:
        _new(tmp_path / "out", "", figures=mine)
    assert f"{mine}:2:7: " in caught.value.render()
    assert not (tmp_path / "out").exists()


def test_figures_that_contradict_each_other_are_told(tmp_path: Path) -> None:
    mine = _blank(tmp_path, proposal_received=10, proposal_filed=20)
    made = _new(tmp_path / "out", "", figures=mine)
    assert [note for note in made.notes if note.startswith("数据对不上：")] != []


def test_an_unknown_region_gets_a_blank_brief_and_placeholders(tmp_path: Path, pack: Pack) -> None:
    made = _new(tmp_path, UNKNOWN)
    brief = load_brief(made.brief, pack.vocabulary)
    assert (brief.region, brief.value("organ.level"), brief.figures) == (UNKNOWN, "县", {})
    labels = {placeholder.label for placeholder in made.placeholders}
    assert {"届次", "报告人"} <= labels
    assert [label for label in labels if f"〔待填：{label}〕" not in made.report.text] == []


def test_another_year_than_the_sample_s_leaves_figures_empty(tmp_path: Path, pack: Pack) -> None:
    sample = load_brief(tasks.sample_path(SAMPLE) or Path(), pack.vocabulary)
    made = _new(tmp_path, year=sample.year + 2)
    brief = load_brief(made.brief, pack.vocabulary)
    assert (brief.year, brief.figures) == (sample.year + 2, {})
    assert brief.value("organ.place") == sample.value("organ.place")
    assert list(made.report.figures()) == []
    origins = {span.origin for block in made.report.blocks for span in block.spans}
    assert [origin for origin in origins if origin.startswith("facts.")] == []
    assert made.notes[0] == f"内置底稿是{sample.year}年的，{sample.year + 2}年的数据和事实都留空待填"


@pytest.mark.parametrize("region", [SAMPLE, UNKNOWN])
@pytest.mark.parametrize("year", [0, -5, 1999, 2101])
def test_a_year_out_of_range_is_refused(region: str, year: int, tmp_path: Path) -> None:
    with pytest.raises(InputProblems, match="没有写出任何文件"):
        _new(tmp_path / "out", region, year=year)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"region": ""}, "没有说给哪个地区成稿"),
        ({"region": "火星"}, "“火星”不像县、区、市、旗的名称"),
        ({"region": "区"}, "“区”不像县、区、市、旗的名称"),
        ({"genre": "work_repot"}, "没有文种“work_repot”"),
        ({"figures": Path("没有.yaml")}, r"没有\.yaml: 没有这个文件"),
        ({"packs": (Path("没有"),)}, "没有这个模板包文件夹"),
    ],
)
def test_bad_requests_are_told(words: dict[str, Any], said: str, tmp_path: Path) -> None:
    with pytest.raises(ToolkitError, match=said):
        _new(tmp_path / "out", **words)
    assert not (tmp_path / "out").exists()


def test_a_misspelt_region_gets_the_nearest_sample(tmp_path: Path) -> None:
    with pytest.raises(ToolkitError) as caught:
        _new(tmp_path / "out", "金山")
    assert caught.value.hint == "是不是“金山区”？"


# -- years -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("month", "day", "year"), [(1, 1, 2024), (3, 31, 2024), (4, 1, 2025), (11, 21, 2025), (12, 31, 2025)]
)
def test_until_march_a_report_reviews_last_year(month: int, day: int, year: int) -> None:
    assert tasks.review_year(datetime.date(2025, month, day)) == year


@pytest.mark.parametrize(("month", "year"), [(3, 2024), (4, 2025)])
def test_a_blank_brief_takes_the_year_of_the_month(
    month: int, year: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made = _new(None, UNKNOWN, now=datetime.datetime(2025, month, 6, tzinfo=datetime.UTC))
    assert made.docx.parent == Path(f"桐庐县{year}年")
    assert f"\nyear: {year} " in made.brief.read_text(encoding="utf-8")


# -- looking things up -------------------------------------------------------------------


def test_sample_regions_are_those_with_a_brief() -> None:
    regions = tasks.sample_regions()
    assert SAMPLE in regions
    assert [region for region in regions if tasks.sample_path(region) is None] == []
    assert tasks.sample_path(UNKNOWN) is None


def test_a_blank_brief_misses_every_figure_but_the_derived_ones(tmp_path: Path, pack: Pack) -> None:
    expected = [spec.key for spec in pack.catalogue if not spec.parts]
    assert lookups.missing_figures(_blank(tmp_path), pack) == expected


def test_a_figure_in_the_brief_is_not_missing(tmp_path: Path, pack: Pack) -> None:
    missing = lookups.missing_figures(_blank(tmp_path, proposal_received=321), pack)
    assert "proposal_received" not in missing
    assert "proposal_filed" in missing


def test_a_change_of_term_asks_for_totals(tmp_path: Path, pack: Pack) -> None:
    path = _blank(tmp_path)
    text, count = re.subn(r"change_of_term:", "change_of_term: true", path.read_text(encoding="utf-8"))
    assert count == 1
    path.write_text(text, encoding="utf-8")
    missing = lookups.missing_figures(path, pack)
    assert missing == [
        spec.key + ("_total" if spec.total else "") for spec in pack.catalogue if not spec.parts
    ]
    assert "proposal_received_total" in missing
