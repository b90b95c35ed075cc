"""Files checked with their briefs: which brief counts, whose figures are proved, what a person let stand."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest
from docx.shared import Cm

from tests.hands import edit, insert_behind, retype
from toolkit import tasks
from toolkit.accepting import accept
from toolkit.checking import Request, check
from toolkit.checks.accepted import accepted_path
from toolkit.checks.checked import Checked
from toolkit.errors import InputProblems, ToolkitError
from toolkit.word.read import read_text

NOW = datetime.datetime(2025, 1, 8, 9, 30, tzinfo=datetime.UTC)
PROVED = ("figure-differs-from-brief", "head-differs-from-brief", "number-not-in-brief")


def _one(path: Path, *select: str, figures: Path | None = None) -> Checked:
    (done,) = check([path], Request(figures, select=select or PROVED))
    return done


def _rows(done: Checked) -> list[tuple[str, str, str]]:
    return [(f.rule, f.text, f.suggestion) for f in done.findings]


# -- our own reports -------------------------------------------------------------------------


def test_a_generated_report_agrees_with_its_brief(docx: Path) -> None:
    done = _one(docx)
    assert done.brief == docx.with_name("brief.yaml")
    assert _rows(done) == []


def test_a_figure_that_somebody_typed_over_is_found_in_its_place(docx: Path) -> None:
    edit(docx, retype("立案157件", "立案175件"))
    (finding,) = _one(docx).findings
    assert (finding.rule, finding.text, finding.suggestion) == ("figure-differs-from-brief", "175", "157")
    assert read_text(docx)[finding.offset :].startswith("175件")
    line = read_text(docx).split("\n")[finding.line - 1]
    assert line[finding.column - 1 :].startswith("175件")


def test_a_figure_that_changed_in_the_brief_since_is_found_everywhere(docx: Path) -> None:
    brief = docx.with_name("brief.yaml")
    text = brief.read_text(encoding="utf-8")
    brief.write_text(text.replace("proposal_received: 216", "proposal_received: 218"), encoding="utf-8")
    rows = _rows(_one(docx))
    assert ("figure-differs-from-brief", "216", "218") in rows
    assert {suggestion for _, _, suggestion in rows} >= {"218"}


def test_a_sentence_with_a_number_of_its_own_wants_a_source(docx: Path) -> None:
    edit(docx, insert_behind("立案157件", "全年走访慰问委员1357人次。"))
    assert _rows(_one(docx)) == [("number-not-in-brief", "1357人次", "")]


def test_a_number_beside_a_date_wants_a_source_as_well(tmp_path: Path) -> None:
    # The date is like that of the head, so that the paragraph counts as a copy of it.
    docx = tasks.new(tasks.Request("中山区", out=tmp_path / "报告")).docx
    edit(docx, insert_behind("立案69件", "全年走访企业999家次。2025年1月5日，区领导到会，提出要求。"))
    assert [row[1] for row in _rows(_one(docx))] == ["999家次", "1月5日"]


def test_without_its_bookmarks_a_report_is_known_by_its_words(docx: Path, tmp_path: Path) -> None:
    bare = tmp_path / "别处" / "稿.txt"
    bare.parent.mkdir()
    bare.write_text(read_text(docx).replace("立案157件", "立案175件"), encoding="utf-8")
    assert _one(bare).brief is None
    assert _rows(_one(bare)) == []
    done = _one(bare, figures=docx.with_name("brief.yaml"))
    assert _rows(done) == [("figure-differs-from-brief", "175", "157")]


def test_a_unit_of_one_s_own_pack_is_read_in_the_brief_as_well(tmp_path: Path) -> None:
    (tmp_path / "quantities.yaml").write_text("units: {本地: [畈]}", encoding="utf-8")
    (tmp_path / "稿.txt").write_text("某某区政协工作报告\n整治12畈土地。\n", encoding="utf-8")
    head = "region: 某某区\norgan: {place: 某某区, level: 区}\nyear: 2024\nsession: {term: 7, number: 4}\n"
    facts = "facts: {party_support: [整治12畈土地]}\n"
    (tmp_path / "brief.yaml").write_text(head + facts, encoding="utf-8")
    request = Request(tmp_path / "brief.yaml", packs=[tmp_path], select=["number-not-in-brief"])
    (done,) = check([tmp_path / "稿.txt"], request)
    assert _rows(done) == []


def test_a_file_from_elsewhere_is_checked_without_a_brief(docx: Path, tmp_path: Path) -> None:
    shutil.copy(docx, tmp_path / "稿.docx")
    assert _one(tmp_path / "稿.docx").brief is None


def test_another_report_in_the_folder_is_not_held_against_its_brief(docx: Path) -> None:
    other = docx.with_name("别的.txt")
    other.write_text("某某县政协工作报告\n全年收到提案99件，立案88件。\n", encoding="utf-8")
    assert _one(other).brief is None


def test_another_region_s_brief_is_refused(docx: Path, tmp_path: Path) -> None:
    other = tasks.new(tasks.Request("中山区", out=tmp_path / "别处")).brief
    with pytest.raises(ToolkitError, match="稿子里没有“中山区”"):
        _one(docx, figures=other)


def test_a_broken_brief_is_told_and_nothing_is_checked(docx: Path) -> None:
    docx.with_name("brief.yaml").write_text("region: [", encoding="utf-8")
    with pytest.raises(InputProblems):
        _one(docx)


# -- which rules -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("select", "ignore", "there", "gone"),
    [
        (("four-bodies-order",), (), {"four-bodies-order"}, {"number-not-in-brief"}),
        (("four-*",), (), {"four-bodies-order"}, {"number-not-in-brief"}),
        (("warning",), (), {"number-not-in-brief"}, {"four-bodies-order"}),
        ((), ("four-*",), {"number-not-in-brief"}, {"four-bodies-order"}),
    ],
)
def test_rules_are_chosen_by_name_beginning_or_severity(
    tmp_path: Path, select: tuple[str, ...], ignore: tuple[str, ...], there: set[str], gone: set[str]
) -> None:
    (tmp_path / "稿.txt").write_text("全区工作取得新进展。\n", encoding="utf-8")
    (done,) = check([tmp_path / "稿.txt"], Request(select=select, ignore=ignore))
    assert there <= set(done.rules)
    assert not gone & set(done.rules)


def test_an_unknown_rule_is_told_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "稿.txt").write_text("全区工作取得新进展。\n", encoding="utf-8")
    with pytest.raises(ToolkitError, match="four-body-order") as caught:
        list(check([tmp_path / "稿.txt"], Request(select=("four-body-order",))))
    assert "four-bodies-order" in caught.value.hint


# -- places in any file --------------------------------------------------------------------------

WRONG = "区委、区政府、区人大、区政协"


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_places_count_in_the_decoded_file(tmp_path: Path, ends: str, encoding: str) -> None:
    text = ends.join(["某某区政协工作报告", "", f"　　{WRONG}领导到会。", "", ""])
    (tmp_path / "稿.txt").write_bytes(text.encode(encoding))
    (finding,) = _one(tmp_path / "稿.txt", "four-bodies-order").findings
    assert text[finding.offset :].startswith(WRONG)
    assert (finding.line, finding.column) == (3, 3)


@pytest.mark.parametrize("name", ["稿.md", "稿.html"])
def test_places_count_in_marked_up_text(tmp_path: Path, name: str) -> None:
    text = f"# 某某区政协工作报告\n\n**会议**：{WRONG}领导到会，听取了报告，讨论了工作，审议了决议。\n"
    if name.endswith("html"):
        text = f"<html><body><h1>某某区政协工作报告</h1>\n<p>{WRONG}领导到会，听取报告。</p></body></html>\n"
    (tmp_path / name).write_text(text, encoding="utf-8")
    (finding,) = _one(tmp_path / name, "four-bodies-order").findings
    assert text[finding.offset :].startswith(WRONG)
    assert finding.line == text[: finding.offset].count("\n") + 1


# -- what is let stand -----------------------------------------------------------------------------


def test_an_accepted_finding_is_set_apart_from_then_on(tmp_path: Path) -> None:
    path = tmp_path / "稿.txt"
    path.write_text(f"{WRONG}领导到会。\n另一处，{WRONG}联合发文。\n", encoding="utf-8")
    done = _one(path, "four-bodies-order")
    assert len(done.findings) == 2
    (added,) = accept(
        Checked(**{**vars(done), "findings": done.findings[:1]}), ["four-bodies-order"], "照会议通知", NOW
    )
    assert (added.date, added.reason, added.text) == ("2025-01-08", "照会议通知", WRONG)
    again = _one(path, "four-bodies-order")
    assert [f.line for f in again.findings] == [2]
    assert [f.line for f in again.accepted] == [1]


def test_a_layout_without_words_of_its_own_is_accepted_as_well(docx: Path) -> None:
    edit(docx, lambda document: setattr(document.sections[0], "left_margin", Cm(5)))
    done = _one(docx, "page-margins")
    assert [f.text for f in done.findings] == [""]
    accept(done, ["page-margins"], "装订", NOW)
    again = _one(docx, "page-margins")
    assert (again.findings, list(again.accepted)) == ([], done.findings)


def test_exceptions_are_added_behind_what_a_person_wrote(tmp_path: Path) -> None:
    path = tmp_path / "稿.txt"
    path.write_text(f"{WRONG}领导到会。\n", encoding="utf-8")
    own = "# 我们的约定\n- {rule: other-rule, text: 某词, reason: 惯例, date: 2024-12-01}\n"
    accepted_path(path).parent.mkdir()
    accepted_path(path).write_text(own, encoding="utf-8")
    accept(_one(path, "four-bodies-order"), [f"four-bodies-order:{WRONG}"], "照通知", NOW)
    assert accepted_path(path).read_text(encoding="utf-8").startswith(own)
    assert _one(path, "four-bodies-order").findings == []


@pytest.mark.parametrize(
    ("names", "reason", "said"),
    [
        (["four-bodies-order"], " ", "没有写保留的理由"),
        (["four-bodies-ordre"], "惯例", "没有“four-bodies-ordre”这一条"),
        (["four-bodies-order:别的词"], "惯例", "没有"),
    ],
)
def test_nothing_is_accepted_without_reason_or_finding(
    tmp_path: Path, names: list[str], reason: str, said: str
) -> None:
    path = tmp_path / "稿.txt"
    path.write_text(f"{WRONG}领导到会。\n", encoding="utf-8")
    with pytest.raises(ToolkitError, match=said):
        accept(_one(path, "four-bodies-order"), names, reason, NOW)
    assert not accepted_path(path).exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- {rule: a, text: 某词}\n", "第 1 条缺少“reason”"),
        ("rule: a\n", "应当是一个清单"),
        ("- {rule: a\n", "YAML 写法错误"),
    ],
)
def test_a_broken_list_of_exceptions_is_told_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "稿.txt"
    path.write_text("全区工作取得新进展。\n", encoding="utf-8")
    accepted_path(path).parent.mkdir()
    accepted_path(path).write_text(text, encoding="utf-8")
    with pytest.raises(InputProblems) as caught:
        _one(path)
    assert said in caught.value.render()
    assert "accepted.yaml" in caught.value.render()
