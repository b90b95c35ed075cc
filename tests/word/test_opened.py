"""A person's package: whatever its maker wrote, it opens, keeps its parts, or gets a sentence."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.pace import proportional
from tests.word.documents import OFFICE, PACKAGE, RELS, TYPES, document, p, package, parts_of, r
from toolkit.errors import DocumentError
from toolkit.word import opened
from toolkit.word.opened import OLE, Opened, open_docx

CORE = f"{PACKAGE}/metadata/core-properties"
KIND = f"{PACKAGE}/relationships/metadata/core-properties"
XML = "application/xml"
MAIN_RELS = "word/_rels/document.xml.rels"


def _rels(*rows: tuple[str, str, str], mode: str = "") -> str:
    body = "".join(
        f'<Relationship Id="{i}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>' for i, kind, target in rows
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{body}</Relationships>'


def _opened(parts: dict[str, str | bytes] | None = None, main: str | bytes = "") -> Opened:
    return Opened(package(main or document(p(r("甲"))), parts), "文稿.docx")


def _with_core(
    core: str | bytes, kind: str = KIND, target: str = "docProps/core.xml"
) -> dict[str, str | bytes]:
    row = f'<Relationship Id="rId9" Type="{kind}" Target="{target}"/>'
    return {
        "_rels/.rels": RELS.replace("</Relationships>", f"{row}</Relationships>"),
        "docProps/core.xml": core,
    }


def _core(inner: str) -> str:
    return f'<cp:coreProperties xmlns:cp="{CORE}" xmlns:dc="http://purl.org/dc/elements/1.1/">{inner}</cp:coreProperties>'


# -- parts ------------------------------------------------------------------------------------------


@given(st.dictionaries(st.sampled_from(["a.bin", "word/b c.xml", "图.png", "x/y/z"]), st.binary(max_size=40)))
def test_parts_keep_their_bytes_order_and_times(extra: dict[str, bytes]) -> None:
    data = package(document(""), extra)
    made = Opened(data, "x").data()
    assert list(parts_of(made).items()) == list(parts_of(data).items())
    times = [[i.date_time for i in zipfile.ZipFile(io.BytesIO(d)).infolist()] for d in (data, made)]
    assert times[0] == times[1]
    assert Opened(made, "x").data() == made


def test_folders_in_the_package_are_left_out() -> None:
    out = io.BytesIO(package(document("")))
    with zipfile.ZipFile(out, "a") as made:
        made.writestr("word/", b"")
    assert "word/" not in Opened(out.getvalue(), "x").parts


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("word/document.xml", "word/document.xml"),
        ("/word/document.xml", "word/document.xml"),
        ("./word/../word/document.xml", "word/document.xml"),
        ("Word/Document.xml", "word/document.xml"),
        ("word/document.xml", "word\\document.xml"),
        ("word/my%20doc.xml", "word/my doc.xml"),
        ("文/稿.xml", "文/稿.xml"),
    ],
)
def test_the_document_is_found_under_odd_names(target: str, name: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(
            "[Content_Types].xml", TYPES.replace("/word/document.xml", "/" + name.replace("\\", "/"))
        )
        made.writestr("_rels/.rels", RELS.replace("word/document.xml", target))
        made.writestr(name, document(p(r("甲"))))
    assert Opened(out.getvalue(), "x").main == name.replace("\\", "/")


def test_a_document_without_relationships_is_looked_for_where_it_usually_is() -> None:
    assert (
        _opened({"_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"/>'}).main
        == "word/document.xml"
    )


def test_relationships_that_lead_nowhere_or_outside_are_no_parts() -> None:
    rows = [("rId1", "relationships/comments", "NULL"), ("rId2", "relationships/styles", "/word/styles.xml")]
    found = _opened({MAIN_RELS: _rels(*rows), "word/styles.xml": "<x/>"})
    assert (found.related("comments"), found.related("styles")) == ([], ["word/styles.xml"])
    outside = _rels(("rId1", "relationships/hyperlink", "http://a/b?c"), mode=' TargetMode="External"')
    assert _opened({MAIN_RELS: outside}).relations("word/document.xml") == []


def test_a_new_part_gets_a_free_id_even_where_links_lead_outside() -> None:
    outside = _rels(
        ("rId2", "relationships/hyperlink", "http://a"), ("rId1", "x", "b"), mode=' TargetMode="External"'
    )
    found = _opened({MAIN_RELS: outside.replace("/>", "/>\n<!-- </x> -->", 1)})
    assert found.add("comments", "word/comments.xml", XML, b"<x/>") == "rId3"
    again = Opened(found.data(), "x")
    assert again.related("comments") == ["word/comments.xml"]
    assert b"http://a" in again.parts[MAIN_RELS]
    assert b"<!-- </x> -->" in again.parts[MAIN_RELS]


@pytest.mark.parametrize("main", ["document.xml", "word/document.xml", "a/b/main.xml"])
def test_a_new_part_is_found_from_wherever_the_document_stands(main: str) -> None:
    data = package(document(""), {"_rels/.rels": RELS.replace("word/document.xml", main), main: document("")})
    found = Opened(data, "x")
    found.add("comments", "word/comments.xml", XML, b"<x/>")
    assert Opened(found.data(), "x").related("comments") == ["word/comments.xml"]


def test_content_types_are_declared_once() -> None:
    types = TYPES.replace("<Default", '<Default Extension="PNG" ContentType="image/png"/><Default', 1)
    found = _opened({"[Content_Types].xml": types})
    for _ in range(2):
        found.content_type("word/media/a.png", "image/png")
        found.content_type("word/media/a.jpeg", "image/jpeg")
        found.content_type("word/comments.xml", XML)
        found.content_type("word/Comments.xml", XML)
    rows = [(row.get("Extension"), row.get("PartName")) for row in found.xml("[Content_Types].xml")]
    assert len(rows) == len(set(rows)) == 6
    assert ("jpeg", None) in rows
    assert (None, "/word/comments.xml") in rows
    found.content_type("word/comments.xml", "text/plain")
    made = found.parts["[Content_Types].xml"]
    assert made.count(b"/word/comments.xml") == 1
    assert b"text/plain" in made


def test_types_and_relationships_with_a_prefix_get_rows_with_it() -> None:
    prefixed = TYPES.replace("<", "<t:").replace("<t:/", "</t:").replace("xmlns=", "xmlns:t=")
    found = _opened({"[Content_Types].xml": prefixed})
    found.content_type("word/comments.xml", XML)
    assert b'<t:Override PartName="/word/comments.xml"' in found.parts["[Content_Types].xml"]


def test_a_name_is_free_or_gets_a_number() -> None:
    found = _opened({"word/Comments.xml": "<x/>", "word/comments2.xml": "<x/>"})
    assert found.free("word/comments.xml") == "word/comments3.xml"
    assert found.free("word/notes.xml") == "word/notes.xml"


# -- core properties ------------------------------------------------------------------------------------

CORES = {
    "absent": {},
    "empty": _with_core(_core("")),
    "root without content": _with_core(f'<cp:coreProperties xmlns:cp="{CORE}"/>'),
    "self-closed": _with_core(_core("<dc:identifier/>")),
    "another one": _with_core(_core("<dc:title>题</dc:title><dc:identifier>旧</dc:identifier>")),
    "twice": _with_core(_core("<dc:identifier>旧</dc:identifier><dc:identifier>旧</dc:identifier>")),
    "other prefixes": _with_core(
        _core("<dc:identifier>旧</dc:identifier>").replace("dc:", "d:").replace(":dc", ":d")
    ),
    "LibreOffice's": _with_core(_core(""), KIND.replace("package/2006", "officedocument/2006")),
    "not related": {"docProps/core.xml": _core("<dc:identifier>旧</dc:identifier>")},
    "related to nothing": _with_core(_core(""), target="NULL"),
    "something else there": {"docProps/core.xml": "<x/>"},
    "in UTF-16": _with_core(_core("<dc:title>题</dc:title>").encode("utf-16")),
}


@pytest.mark.parametrize("parts", CORES.values(), ids=CORES)
def test_the_identifier_is_written_once_and_read_back(parts: dict[str, str | bytes]) -> None:
    found = _opened(parts)
    assert found.property("identifier") in ("", "旧")
    title = found.property("title")
    for identifier in ("urn:draft:1", "urn:draft:<2>&"):
        found.identify(identifier)
        found = Opened(found.data(), "x")
        assert found.property("identifier") == identifier
    assert found.property("title") == title
    assert len(found.xml(found.core).findall("{*}identifier")) == 1
    assert found.parts["_rels/.rels"].count(b"core-properties") == (parts != CORES["not related"])


def test_python_docx_reads_the_identifier_that_was_written(tmp_path: Path) -> None:
    Document().save(str(tmp_path / "a.docx"))
    found = open_docx(tmp_path / "a.docx")
    found.identify("urn:draft:abc")
    (tmp_path / "b.docx").write_bytes(found.data())
    assert Document(str(tmp_path / "b.docx")).core_properties.identifier == "urn:draft:abc"


# -- what is no document -----------------------------------------------------------------------------------


def _damaged() -> bytes:
    data = package(document(p(r("甲" * 500))))
    at = data.index(b"word/document.xml") + 40
    return data[:at] + bytes(20) + data[at + 20 :]


def _encrypted() -> bytes:
    data = bytearray(package(document("")))
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 8] |= 1
        at += 4
    return bytes(data)


STRICT = document("").replace(
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
WORKBOOK = TYPES.replace("wordprocessingml.document.main", "spreadsheetml.sheet.main")
REFUSED = {
    "a file of Word 97 or with a password": (OLE + bytes(600), "加了密码"),
    "nothing": (b"", "不是 Word 文档"),
    "no zip": ("纯文字".encode(), "不是 Word 文档"),
    "cut off": (package(document(""))[:-100], "不是 Word 文档"),
    "damaged": (_damaged(), "不是 Word 文档"),
    "a zip with a password": (_encrypted(), "不是 Word 文档"),
    "strict": (package(STRICT), "严格 Open XML"),
    "another root": (package("<w:x xmlns:w='urn:x'><w:body/></w:x>"), "不是 Word 文档"),
    "no namespace": (package("<document><body/></document>"), "不是 Word 文档"),
    "no body": (package(document("").replace("w:body", "w:leib")), "不是 Word 文档"),
    "broken XML": (package("<w:document"), "不是 Word 文档"),
    "a document type": (
        package('<!DOCTYPE a [<!ENTITY b "c">]>' + document("").partition("\n")[2]),
        "不是 Word 文档",
    ),
    "no types": (package(document(""), {"[Content_Types].xml": ""}), "Content_Types"),
    "a workbook": (package(document(""), {"[Content_Types].xml": WORKBOOK}), "不是 Word 文档"),
    "broken relationships": (package(document(""), {"_rels/.rels": "<Relationships"}), "不是 Word 文档"),
    "a document that is not there": (
        package(document(""), {"_rels/.rels": RELS}).replace(b"word/document.xml", b"word/documend.xml"),
        "不是 Word 文档",
    ),
}


@pytest.mark.parametrize(("data", "words"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_document_of_word_s_is_refused_with_a_sentence(
    data: bytes, words: str, tmp_path: Path
) -> None:
    (tmp_path / "坏.docx").write_bytes(data)
    with pytest.raises(DocumentError, match=words) as caught:
        open_docx(tmp_path / "坏.docx")
    assert caught.value.message.startswith(f"{tmp_path / '坏.docx'}: ")


@pytest.mark.parametrize("name", [MAIN_RELS, "word/comments.xml"])
def test_a_broken_part_is_named_when_it_is_needed(name: str) -> None:
    rows = _rels(("rId1", "relationships/comments", "comments.xml"))
    found = _opened({MAIN_RELS: rows, "word/comments.xml": "<x/>", name: "<x"})
    with pytest.raises(DocumentError, match=name):
        [found.xml(part) for part in found.related("comments")]


def test_a_package_that_declares_too_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opened, "MAX_SIZE", 10_000)
    with pytest.raises(DocumentError, match="异常大"):
        _opened({"word/media/a.bmp": bytes(20_000)})


@given(st.binary(max_size=300), st.integers(0, 400))
def test_any_damage_is_a_sentence_or_a_document(noise: bytes, at: int) -> None:
    data = package(document(p(r("甲"))))
    with contextlib.suppress(DocumentError):
        found = Opened(data[:at] + noise + data[at + len(noise) :], "x")
        assert found.property("identifier") == ""
        assert found.related("comments") == []


def test_time_to_open_and_close_grows_with_the_report_and_no_faster() -> None:
    def prepared(times: int) -> Callable[[], bytes]:
        lines = "".join(p(r(f"第{n}段，共收到提案216件。" * 8)) for n in range(50 * times))
        data = package(document(lines))
        return lambda: Opened(data, "x").data()

    assert proportional(prepared)
    assert etree.fromstring(parts_of(prepared(1)())["word/document.xml"]) is not None
