"""A pack of one's own: laid over the built-in one, and told what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.brief.load import load_brief
from toolkit.compose.assemble import compose
from toolkit.errors import TemplateError
from toolkit.pack.pack import Pack

BUREAU = Path(__file__).parents[2] / "samples/packs/bureau"
BROKEN = """\
name: 试
head:
  - {kind: titel, text: a}
  - {kind: title}
outline:
  - section: openning
  - area: works
  - {section: opening, levle: 1}
headings:
  - {work: 甲, life: 乙}
  - {work: 甲}
foo: 1
"""


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_every_mistake_of_a_genre_is_told_with_its_line(tmp_path: Path) -> None:
    write(tmp_path, "genres/x/genre.yaml", BROKEN)
    with pytest.raises(TemplateError) as caught:
        Pack([tmp_path]).genre("x")
    assert [(p.location.line, p.message) for p in caught.value.problems] == [
        (1, "genre.yaml 缺少 file_name（文件名格式）"),
        (3, "layout.yaml 的 blocks 里没有“titel”这种段落"),
        (4, "每一项要有 kind，以及 text 或 pieces"),
        (6, "没有“openning”这个章节功能"),
        (7, "headings 里没有“works”"),
        (8, "outline 里没有“levle”"),
        (11, "这一套标题缺少：life"),
        (12, "genre.yaml 没有“foo”这一项"),
    ]


@pytest.mark.parametrize("text", ["", "- 甲\n", "name: [甲\n"])
def test_a_genre_that_is_no_mapping_is_told(tmp_path: Path, text: str) -> None:
    write(tmp_path, "genres/x/genre.yaml", text)
    with pytest.raises(TemplateError) as caught:
        Pack([tmp_path]).genre("x")
    assert caught.value.problems[0].location.path.endswith("genre.yaml")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("figures.yaml", "figures:\n- {key: a, unit: 件}\n", "有一项缺少 'label'"),
        ("figures.yaml", "rows: []\n", "有一项缺少 'figures'"),
        ("brief.yaml", "fields: {x: {label: 甲, kind: numeral}}\n", "内容不合要求：x: kind numeral"),
        ("formulations.yaml", "formulations:\n- {id: a}\n", "有一项缺少 'canonical'"),
    ],
)
def test_a_row_that_lacks_something_is_told_by_its_file(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    write(tmp_path, name, text)
    pack = Pack([tmp_path])
    with pytest.raises(TemplateError) as caught:
        _ = (pack.vocabulary, pack.formulations)
    problem = caught.value.problems[0]
    assert (Path(problem.location.path).name, problem.message) == (name, said)


def test_rows_and_fields_are_added_to_the_built_in_ones(tmp_path: Path) -> None:
    write(tmp_path, "figures.yaml", "figures:\n- {key: lakes, label: 湖泊, unit: 个}\n")
    write(tmp_path, "brief.yaml", "fields: {facts: {fields: {lake: {label: 湖, kind: phrase}}}}\n")
    write(tmp_path, "functions.yaml", "lakes: 湖泊\n")
    pack = Pack([tmp_path])
    facts = pack.vocabulary.schema.fields["facts"].fields
    assert {"lake", "party_brand"} <= set(facts)
    assert {"lakes", "proposal_filed"} <= set(pack.catalogue.keys)
    assert {"lakes", "opening"} <= set(pack.functions)


def test_one_font_may_be_changed_alone(tmp_path: Path) -> None:
    write(tmp_path, "layout.yaml", "fonts: {仿宋: 仿宋}\n")
    fonts = Pack([tmp_path]).layout["fonts"]
    assert (fonts["仿宋"], fonts["楷体"]) == ("仿宋", "楷体_GB2312")


def test_a_genre_tells_where_it_comes_from(tmp_path: Path) -> None:
    write(tmp_path, "genres/work_report/sections/closing.3.j2", "本地的结尾。")
    pack = Pack([BUREAU, tmp_path])
    assert pack.provenance("annual_summary") == (BUREAU, [])
    folder, overlaid = pack.provenance("work_report")
    assert folder == pack.folders[-1]
    assert overlaid == [tmp_path / "genres/work_report/sections/closing.3.j2"]


def test_the_example_pack_writes_its_genre() -> None:
    pack = Pack([BUREAU])
    brief = load_brief(BUREAU / "example.yaml", pack.vocabulary)
    report = compose(brief, pack, pack.genre("annual_summary"))
    assert report.title == "云溪县水务局2026年工作总结"
    assert {span.figure for _, span in report.figures()} == {"rivers_dredged", "hotline_cases"}
    assert report.placeholders == ()
    assert report.blocks[-1].kind == "signature"
