"""What a file is, which encoding it has, and what we decline to read, with what to do instead."""

from __future__ import annotations

import codecs
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import DocumentError
from toolkit.readers.decode import decode, kind_of, looks_like_html, read_bytes

TEXT = "县政协九届三次会议以来，共收到提案216件，立案157件。\r\n各承办单位已全部办复，委员满意。\n"
REPORT = Path("报告.txt")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "gbk", "utf-16-le", "utf-16-be"])
def test_encodings_without_a_mark(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), REPORT) == TEXT


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"\x84\x31\x95\x33", "gb18030"),
    ],
)
def test_encodings_with_a_mark_which_is_dropped(mark: bytes, encoding: str) -> None:
    assert decode(mark + TEXT.encode(encoding), REPORT) == TEXT


@given(st.text(alphabet="政协委员会提案工作报告，。、（）0123456789\n", min_size=12).filter(str.strip))
def test_every_encoding_of_a_text_reads_the_same(text: str) -> None:
    assert {decode(text.encode(name), REPORT) for name in ("utf-8", "gb18030")} == {text}


def test_a_rare_character_of_gb18030_is_read() -> None:
    text = "委员㐂某、𠮷某提出建议，被采纳。" * 3
    assert decode(text.encode("gb18030"), REPORT) == text


def test_a_download_cut_short_costs_one_character() -> None:
    assert decode((TEXT * 20).encode()[:-2], REPORT).startswith(TEXT)


@pytest.mark.parametrize("data", [b"\x00\x01\x02\x03" * 50, bytes(range(256)) * 4])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentError, match="不是文字文件"):
        decode(data, REPORT)


def test_a_file_of_blanks_is_refused() -> None:
    with pytest.raises(DocumentError, match="没有文字"):
        decode(" \r\n　\n".encode(), REPORT)


def _zip(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in names:
            package.writestr(name, "x")
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


@pytest.mark.parametrize(
    ("data", "said", "hint"),
    [
        (b"%PDF-1.7\n%...", "PDF", "PDF转Word"),
        (OLE + "WordDocument".encode("utf-16-le"), ".doc 或 .wps", "另存为 .docx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "设了密码", "去掉密码"),
        (b"{\\rtf1\\ansi", "RTF", "另存为 .docx"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>', "Word 2003 XML", "另存为"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", ".mht", "另存为"),
        (_zip("OFD.xml"), "OFD", "转换为 .docx"),
        (_zip("mimetype", "content.xml"), "ODF", "另存为 .docx"),
        (_zip("[Content_Types].xml", "xl/workbook.xml"), "Excel", ""),
        (_zip("[Content_Types].xml", "ppt/presentation.xml"), "演示文稿", ""),
        (_zip("报告.docx"), "压缩包", "解开"),
        (b"PK\x03\x04broken", "已损坏", "另存为"),
    ],
)
@pytest.mark.parametrize("name", ["报告.docx", "报告.doc", "报告.txt", "报告"])
def test_other_kinds_are_told_by_content_whatever_the_name(
    data: bytes, said: str, hint: str, name: str
) -> None:
    with pytest.raises(DocumentError) as caught:
        kind_of(data, Path(name))
    assert said in caught.value.message
    assert hint in caught.value.hint


def test_text_named_docx_is_refused() -> None:
    with pytest.raises(DocumentError, match="不是 Word 文档"):
        kind_of(TEXT.encode(), Path("报告.docx"))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.txt", "txt"),
        ("a", "txt"),
        ("a.md", "md"),
        ("a.MARKDOWN", "md"),
        ("a.html", "html"),
        ("a.shtml", "html"),
    ],
)
def test_text_is_told_by_name(name: str, kind: str) -> None:
    assert kind_of(TEXT.encode(), Path(name)) == kind


def test_docx_is_told_by_content() -> None:
    assert kind_of(_zip("[Content_Types].xml", "word/document.xml"), Path("报告.dat")) == "docx"


def test_a_page_saved_as_text_is_a_page() -> None:
    assert looks_like_html("<!DOCTYPE html><title>x</title>")
    assert looks_like_html("<div><p>提案</p><p>信息</p></div>")
    assert not looks_like_html("立案率<80%，办复率>90%")


def test_missing_empty_and_folders_are_told(tmp_path: Path) -> None:
    (tmp_path / "空.txt").write_bytes(b"")
    for path, said in (
        (tmp_path / "无.txt", "没有这个文件"),
        (tmp_path, "文件夹"),
        (tmp_path / "空.txt", "空的"),
    ):
        with pytest.raises(DocumentError, match=said):
            read_bytes(path)
