"""A report from a tiny pack: what a skeleton line becomes."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from toolkit.brief.load import parse_brief
from toolkit.brief.source import Source
from toolkit.compose.assemble import compose
from toolkit.model import Report
from toolkit.pack.pack import Pack

GENRE = {
    "name": "小样",
    "file_name": "小样",
    "head": [
        {"kind": "title", "pieces": ["中国人民政治协商会议", "{{ organ.committee_body }}", "工作报告"]},
        {"kind": "date", "text": "（{{ session.date }}）"},
    ],
    "outline": [{"part": "{{ year }}年工作"}, {"area": "a"}, {"section": "proposals"}, {"part": "打算"},
                {"area": "a"}, {"section": "proposals"}],
    "headings": [{"a": "抓好提案"}],
}  # fmt: skip
BRIEF = """
region: 金山区
organ: {place: 上海市金山区, level: 区}
year: 2024
session: {term: 7, number: 4}
figures:
  proposal_filed: 157
  consult_total: {value: 150, approx: 余}
"""
LOCAL = """facts:
  local:
    proposals:
      - 补一句{proposal_filed}件。
"""


def made(tmp_path: Path, skeleton: str, brief: str = BRIEF) -> Report:
    folder = tmp_path / "genres/tiny"
    (folder / "sections").mkdir(parents=True)
    (folder / "genre.yaml").write_text(yaml.safe_dump(GENRE, allow_unicode=True), encoding="utf-8")
    (folder / "sections/proposals.1.j2").write_text(skeleton, encoding="utf-8")
    pack = Pack([tmp_path])
    loaded = parse_brief(Source("brief.yaml", brief), pack.vocabulary)
    return compose(loaded, pack, pack.genre("tiny"))


def body(report: Report) -> list[tuple[str, str]]:
    return [(b.kind, b.text) for b in report.blocks if b.function == "proposals"]


def test_lines_of_a_paragraph_are_joined_and_blank_lines_part_paragraphs(tmp_path: Path) -> None:
    report = made(tmp_path, "一行\n接着一行。\n\n### 抓提案。立案{{ f.proposal_filed }}件。\n")
    assert body(report)[:2] == [
        ("body", "一行接着一行。"),
        ("runin3", "1.抓提案。立案157件。"),
    ]


def test_numbers_run_on_and_restart_under_a_higher_heading(tmp_path: Path) -> None:
    report = made(tmp_path, "### 甲。子。\n\n### 乙。丑。\n\n## 丙。寅。\n")
    texts = [b.text for b in report.blocks if b.kind != "title"][1:]
    assert texts == [
        "一、2024年工作", "（一）抓好提案", "1.甲。子。", "2.乙。丑。", "（二）丙。寅。",
        "二、打算", "（一）抓好提案", "1.甲。子。", "2.乙。丑。", "（二）丙。寅。",
    ]  # fmt: skip


def test_a_run_in_heading_is_the_lead_up_to_its_first_stop(tmp_path: Path) -> None:
    report = made(tmp_path, "### 抓提案。立案{{ f.proposal_filed }}件。")
    block = next(b for b in report.blocks if b.kind == "runin3")
    assert [(s.text, s.origin, s.role) for s in block.spans][:4] == [
        ("1.", "numbering", "lead"),
        ("抓提案。", "", "lead"),
        ("立案", "", ""),
        ("157", "figures.proposal_filed", ""),
    ]


def test_a_run_in_heading_with_nothing_behind_it_goes(tmp_path: Path) -> None:
    report = made(
        tmp_path, "### 空的。{% optional %}{{ facts.digital }}{% endoptional %}\n\n### 有的。正文。"
    )
    assert [text for kind, text in body(report) if kind == "runin3"][:1] == ["1.有的。正文。"]


def test_a_paragraph_that_renders_to_nothing_goes(tmp_path: Path) -> None:
    report = made(tmp_path, "{% optional %}{{ facts.digital }}。{% endoptional %}\n\n正文。")
    assert body(report)[0] == ("body", "正文。")


def test_a_dropped_line_does_not_part_a_paragraph(tmp_path: Path) -> None:
    skeleton = "前半，\n{% optional %}{{ facts.digital }}，{% endoptional %}\n后半。\n"
    assert body(made(tmp_path, skeleton))[0] == ("body", "前半，后半。")


def test_a_loop_makes_a_paragraph_each_with_ids_of_their_own(tmp_path: Path) -> None:
    skeleton = "{% for x in ['甲', '乙'] %}\n\n{{ x }}段。\n\n{% endfor %}"
    report = made(tmp_path, skeleton)
    rows = [(b.id, b.text) for b in report.blocks if b.function == "proposals"]
    assert rows[:2] == [("proposals-2", "甲段。"), ("proposals-2.2", "乙段。")]


def test_local_sentences_join_the_only_paragraph_or_make_their_own(tmp_path: Path) -> None:
    one = made(tmp_path / "one", "一段。", BRIEF + LOCAL)
    two = made(tmp_path / "two", "一段。\n\n二段。", BRIEF + LOCAL)
    assert body(one)[0] == ("body", "一段。补一句157件。")
    assert body(two)[2] == ("body", "补一句157件。")


def test_every_digit_knows_where_it_comes_from(tmp_path: Path) -> None:
    report = made(
        tmp_path,
        "{{ year }}年{{ previous.name }}以来，立案{{ f.proposal_filed }}件，协商{{ f.consult_total }}次。",
    )
    loose = [
        s.text for b in report.blocks for s in b.spans if any(c.isdigit() for c in s.text) and not s.origin
    ]
    assert loose == []
    assert ("150余", "consult_total") in [(s.text, s.figure) for _, s in report.figures()]


def test_placeholders_are_listed_once_in_order_with_their_supplier(tmp_path: Path) -> None:
    report = made(tmp_path, "收到{{ f.proposal_received }}件，再说{{ f.proposal_received }}件。")
    assert [(p.key, p.label, p.supplier) for p in report.placeholders] == [
        ("session.date", "报告日期", "办公室"),
        ("figures.proposal_received", "收到提案（件）", "提案委员会"),
    ]


def test_a_misspelt_figure_is_an_error_of_the_skeleton(tmp_path: Path) -> None:
    from toolkit.errors import TemplateError

    with pytest.raises(TemplateError) as caught:
        made(tmp_path, "一段。\n\n立案{{ f.proposal_fled }}件。")
    problem = caught.value.problems[0]
    assert problem.location.line == 3
    assert problem.location.path.endswith("proposals.1.j2")
    assert "proposal_filed" in problem.message


def test_a_report_survives_json(tmp_path: Path) -> None:
    report = made(tmp_path, "### 抓提案。立案{{ f.proposal_filed }}件，收到{{ f.proposal_received }}件。")
    assert Report.from_json(report.as_json()) == report
