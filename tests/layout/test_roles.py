"""What each paragraph is taken for, styles or not."""

from __future__ import annotations

import pytest

from tests.layout.kit import the_norms
from tests.layout.papers import BIAO, HEI, KAI, SENTENCE, centred, heading, par, run
from tests.word.documents import W, opened
from toolkit.layout.formats import Formats
from toolkit.layout.items import Item, items
from toolkit.layout.roles import name_roles
from toolkit.layout.sheets import sheets
from toolkit.word.opened import Opened
from toolkit.word.story import paragraphs


def named(there: Opened) -> list[Item]:
    """The paragraphs of a document with their roles."""
    norms = the_norms()
    story = paragraphs(there.document.find(f"{W}body"))
    found = items(there, story, Formats(there, norms["style_names"]), sheets(there, story))
    name_roles(found, norms)
    return found


def roles(*lines: str) -> list[str]:
    """The roles of lines: XML as it is, words as bare paragraphs."""
    xml = "".join(
        line if line.startswith("<") else f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines
    )
    return [f"{one.role}{one.level or ''}" for one in named(opened(xml))]


ORGAN, REPORT = "中国人民政治协商会议", "某某县第九届委员会常务委员会工作报告"
SUB, DAY, NAME, TO = "——在政协某某县第九届委员会第四次会议上", "（2025年1月5日）", "王　明", "各位委员："


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            [ORGAN, REPORT, SUB, DAY, NAME, "", TO, SENTENCE],
            "title title subtitle date speaker empty salutation body",
        ),
        (
            [
                REPORT,
                "（2025年1月5日在政协某某县第九届委员会第四次会议上）",
                "县政协主席　李明",
                TO,
                SENTENCE,
            ],
            "title subtitle speaker salutation body",
        ),
        (["某某县政协2024年工作综述", SENTENCE, "加强思想引领", SENTENCE], "title body plain body"),
        ([REPORT, SUB, "（〔待填：报告日期〕）", NAME, TO], "title subtitle date speaker salutation"),
        ([REPORT, "来源：县政协办公室", SUB, TO], "title aside subtitle salutation"),
        ([SUB, REPORT, TO], "subtitle title salutation"),
        ([REPORT, SUB, SENTENCE, TO, SENTENCE], "title subtitle body salutation body"),
        (
            [REPORT, TO, SENTENCE, "1.优秀提案", "2.优秀信息", "3.优秀委员"],
            "title salutation body entry entry entry",
        ),
        (
            [REPORT, TO, SENTENCE, "1.关于教育的提案", "提案者　王明", "2.关于医疗的提案"],
            "title salutation body entry plain entry",
        ),
        (["某政发〔2025〕3号", REPORT, SUB, TO], "red title subtitle salutation"),
    ],
)
def test_the_head(lines: list[str], expected: str) -> None:
    assert roles(*lines) == expected.split()


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("一、2024年工作回顾", "heading1"),
        ("（一）坚持党的领导", "heading2"),
        ("(一)坚持党的领导", "heading2"),
        ("1.加强学习", "heading3"),
        ("（1）制定计划", "heading4"),
        (f"（二）深入协商议政。{SENTENCE}", "runin2"),
        (f"1．加强学习。{SENTENCE}", "runin3"),
        ("1.5万人次参加活动", "plain"),
        ("一、听取和审议工作报告；", "body"),
        ("2024年工作回顾", "part1"),
        ("各位委员、同志们！", "address"),
        ("附件1", "attachment"),
        ("附件一：", "attachment"),
        ("附件：1.优秀提案名单", "note"),
        (SENTENCE, "body"),
        ("图1　委员视察", "caption"),
    ],
)
def test_lines_of_the_text(line: str, role: str) -> None:
    assert roles(REPORT, TO, SENTENCE, line, SENTENCE)[3] == role


def test_the_end_of_a_digest_is_signed_and_dated() -> None:
    found = roles("工作综述", SENTENCE, SENTENCE, SENTENCE, "政协某某县委员会", "2025年1月5日")
    assert found[-2:] == ["signature", "signed"]


def test_what_stands_behind_an_attachment_s_mark_is_its_title() -> None:
    assert roles("工作综述", SENTENCE, SENTENCE, "附件1", "优秀提案名单", SENTENCE)[3:] == [
        "attachment",
        "annex",
        "body",
    ]


def test_cells_boxes_and_pictures_stand_outside_of_the_text() -> None:
    table = f"<w:tbl><w:tr><w:tc>{par(run('一、表格里的字'))}</w:tc></w:tr></w:tbl>"
    picture = "<w:p><w:r><w:drawing/></w:r></w:p>"
    assert roles("工作综述", SENTENCE, table, picture, "委员在视察现场", SENTENCE)[2:5] == [
        "cell",
        "picture",
        "caption",
    ]


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        (run("（二）深入协商。", KAI) + run(SENTENCE), "（二）深入协商。"),
        (run("（二）深入协商：", KAI) + run(SENTENCE), "（二）深入协商："),
        (run("（二）深入", KAI) + run("协商。" + SENTENCE), "（二）深入协商。"),
        (run("（二）深入协商。" + SENTENCE), "（二）深入协商。"),
    ],
)
def test_where_a_run_in_heading_ends(text: str, lead: str) -> None:
    (found,) = [
        one for one in named(opened(centred(REPORT, BIAO, 44) + par(run(SENTENCE)) + par(text))) if one.level
    ]
    assert found.text[: found.lead] == lead


def test_headings_by_their_outline_level_alone_are_parts() -> None:
    row = heading("凝心聚力谱新篇", HEI, 1)
    assert roles("工作综述", SENTENCE, row, SENTENCE)[2] == "part2"
