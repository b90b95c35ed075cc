"""`draft decompose` as a clerk and a script meet it: files in, summary, JSON, pack, and a report again."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from toolkit.word.read import read_text

REPORT = """首页 > 政协要闻
政协云河县第九届委员会常务委员会工作报告
——在政协云河县第九届委员会第三次会议上
（2024年1月8日）
林大川
各位委员、同志们：
我受政协云河县第九届委员会常务委员会的委托，向大会报告工作，请予审议。
2023年工作回顾
过去的一年，县政协在中共云河县委领导下，团结各界人士，认真履行职能，各项工作有了新的进步。
一、坚持协商为要，建言资政更有成效
九届二次会议以来，共收到提案216件，合并9件，立案157件，转社情民意50件，办复率100%，满意率近九成。
开展协商活动１２场，参加委员三百余人次，为群众办实事1,069件，其他地区政协前来交流。
2024年工作安排
2024年，我们要紧扣县委、县政府中心工作，推动协商更有质量、监督更有力度、团结更有成效。
【打印本页】【关闭本页】
"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "去年的报告.txt"
    path.write_text(REPORT, encoding="utf-8", newline="")
    return path


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_json_is_one_document_with_the_names_of_the_design(report: Path, run: Any) -> None:
    status, out, err = run("decompose", report, "--json")
    document = json.loads(out)
    assert status == 0
    assert err == ""
    assert {
        *("file", "genre", "meta", "headings", "figures", "slots", "identities", "honours", "captions"),
        "furniture",
    } == set(document)
    assert document["genre"] == "work_report"
    assert document["meta"]["region"] == "云河县"
    assert document["meta"]["year"] == 2023
    assert (document["meta"]["date"], document["meta"]["speaker"]) == ("2024-01-08", "林大川")
    assert document["meta"]["session"] == {"text": "第九届委员会第三次会议", "term": 9, "number": 3}
    assert [REPORT[f["offset"] :][: f["length"]] for f in document["furniture"]] == [
        "首页 > 政协要闻",
        "【打印本页】【关闭本页】",
    ]
    received = next(figure for figure in document["figures"] if figure["key"] == "proposal_received")
    assert received["text"] == "216件"
    assert received["heading"] == "一、坚持协商为要，建言资政更有成效"
    assert all(REPORT[f["offset"] :].startswith(f["text"]) for f in document["figures"])


def test_without_json_the_summary_is_chinese_and_stdout_is_empty(report: Path, run: Any) -> None:
    status, out, err = run("decompose", report)
    assert (status, out) == (0, "")
    for word in ("工作报告", "一、坚持协商为要", "数据", "云河县", "届次会议"):
        assert word in err
    assert "\x1b" not in err


@pytest.mark.parametrize("kind", ["txt", "md", "html", "docx"])
def test_a_pack_and_its_brief_give_the_report_again(kind: str, tmp_path: Path, run: Any) -> None:
    path = tmp_path / f"报告.{kind}"
    if kind == "docx":
        document = Document()
        for line in REPORT.splitlines():
            document.add_paragraph(line)
        document.save(path)
    else:
        body = "".join(f"<p>{line}</p>\n" for line in REPORT.splitlines()).replace(" > ", " &gt; ")
        path.write_text(f"<html><body>{body}</body></html>" if kind == "html" else REPORT, encoding="utf-8")
    pack, out = tmp_path / "包", tmp_path / "成稿"
    status, _, err = run("decompose", path, "--out", pack)
    assert (status, "逐字相同" in err) == (0, True)
    status, _, err = run("new", "--pack", pack, "--figures", pack / "brief.yaml", "--out", out)
    assert status == 0, err
    expected = REPORT.replace("首页 > 政协要闻", "").replace("【打印本页】【关闭本页】", "")
    (made,) = out.glob("*.docx")
    assert squeezed(read_text(made)) == squeezed(expected)


def test_a_changed_figure_comes_out_in_its_own_writing(report: Path, tmp_path: Path, run: Any) -> None:
    pack, out = tmp_path / "包", tmp_path / "成稿"
    run("decompose", report, "--out", pack)
    brief = pack / "brief.yaml"
    text = brief.read_text(encoding="utf-8")
    changes = {"216": "217", "1069": "2070", "300": "450"}
    for old, new in changes.items():
        text, count = re.subn(rf"(: |value: ){old}\b", rf"\g<1>{new}", text)
        assert count == 1, old
    brief.write_text(text, encoding="utf-8")
    assert run("new", "--pack", pack, "--figures", brief, "--out", out)[0] == 0
    made = read_text(next(out.glob("*.docx")))
    for words in ("收到提案217件", "办实事2,070件", "四百五十余人次", "立案157件"):
        assert words in made


def test_the_pack_is_readable(report: Path, tmp_path: Path, run: Any) -> None:
    pack = tmp_path / "包"
    run("decompose", report, "--out", pack)
    brief = (pack / "brief.yaml").read_text(encoding="utf-8")
    assert re.search(r"  proposal_received: 216 +# .*@\d+ 216件", brief)
    genre = next(pack.glob("genres/*/genre.yaml")).read_text(encoding="utf-8")
    assert "wording:" in genre
    skeletons = "\n".join(path.read_text(encoding="utf-8") for path in pack.glob("genres/*/sections/*.j2"))
    for words in (
        *(
            "收到提案{{ f.proposal_received }}件",
            "{{ previous.name }}以来",
            "中共{{ region }}委领导",
            "其他地区政协",
        ),
        *("{{ level }}委、{{ level }}政府中心工作", "{{ year }}年工作回顾", "{{ next_year }}年工作安排"),
    ):
        assert words in skeletons
    phrases = (pack / "phrases.yaml").read_text(encoding="utf-8")
    assert phrases.startswith("#")


def test_several_files_make_one_pack(report: Path, tmp_path: Path, run: Any) -> None:
    other = tmp_path / "另一份.md"
    other.write_text(REPORT.replace("216件", "300件"), encoding="utf-8")
    pack = tmp_path / "包"
    status, out, _ = run("decompose", report, other, "--out", pack, "--json")
    assert status == 0
    assert [Path(one["file"]).name for one in json.loads(out)["files"]] == ["去年的报告.txt", "另一份.md"]
    assert {path.name for path in pack.glob("*.yaml")} == {
        *("brief.yaml", "brief.2.yaml", "phrases.yaml", "outline.yaml"),
    }
    assert "files: 2" in (pack / "outline.yaml").read_text(encoding="utf-8")
    status, _, err = run(
        "new", "--pack", pack, "--figures", pack / "brief.2.yaml", "--out", tmp_path / "成稿"
    )
    assert status == 0, err
    assert "提案300件" in read_text(next((tmp_path / "成稿").glob("*.docx")))


def test_a_bar_is_drawn_on_a_terminal_only(report: Path, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "[" not in run("decompose", report, report)[2].splitlines()[0]
    monkeypatch.setattr(type(sys.stderr), "isatty", lambda self: True, raising=False)
    assert "1/2" in run("decompose", report, report)[2]


def test_nothing_is_overwritten_unasked(report: Path, tmp_path: Path, run: Any) -> None:
    pack = tmp_path / "包"
    pack.mkdir()
    (pack / "brief.yaml").write_text("自己的底稿", encoding="utf-8")
    status, _, err = run("decompose", report, "--out", pack)
    assert (status, "没有改动" in err) == (2, True)
    assert (pack / "brief.yaml").read_text(encoding="utf-8") == "自己的底稿"
    assert run("decompose", report, "--out", pack, "--force")[0] == 0
    assert run("decompose", report, "--out", report)[0] == 2


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "旧格式"),
        ("扫描.pdf", b"%PDF-1.4", "PDF"),
        ("坏.docx", b"PK\x03\x04xxxx", "损坏"),
        ("空.txt", b"", "空的"),
        ("乱.txt", bytes(range(256)) * 9, "不是文字文件"),
    ],
)
def test_what_cannot_be_read_is_told_politely(
    name: str, data: bytes, said: str, tmp_path: Path, run: Any
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    status, out, err = run("decompose", path, "--json")
    assert (status, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


def test_text_that_is_no_report_comes_apart_into_little(tmp_path: Path, run: Any) -> None:
    path = tmp_path / "x.txt"
    path.write_text("、" * 1000, encoding="utf-8")
    status, out, _ = run("decompose", path, "--json", "--out", tmp_path / "包")
    document = json.loads(out)
    assert (status, document["headings"], document["figures"]) == (0, [], [])
    assert document["meta"]["region"] is None
    assert (
        run(
            "new",
            "--pack",
            tmp_path / "包",
            "--figures",
            tmp_path / "包" / "brief.yaml",
            "--out",
            tmp_path / "成稿",
        )[0]
        == 0
    )
