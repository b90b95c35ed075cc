"""Reading documents that people edited: what they see is what comes out; broken files get a sentence."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document

from toolkit.errors import DocumentError
from toolkit.word import opened
from toolkit.word.read import identifier, read_text

NAMESPACES = " ".join(
    f'xmlns:{prefix}="http://schemas.{rest}"'
    for prefix, rest in {
        "w": "openxmlformats.org/wordprocessingml/2006/main",
        "mc": "openxmlformats.org/markup-compatibility/2006",
        "wps": "microsoft.com/office/word/2010/wordprocessingShape",
    }.items()
)


def _blank() -> bytes:
    out = io.BytesIO()
    Document().save(out)
    return out.getvalue()


def _package(path: Path, document: str, data: bytes = b"") -> Path:
    """Write a DOCX whose document.xml is the given text."""
    with zipfile.ZipFile(io.BytesIO(data or _blank())) as blank, zipfile.ZipFile(path, "w") as made:
        for name in blank.namelist():
            made.writestr(name, document if name == "word/document.xml" else blank.read(name))
    return path


def _read(folder: Path, body: str) -> str:
    """Return what `read_text` finds in a body."""
    document = f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
    return read_text(_package(folder / "文稿.docx", document))


def _run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def _paragraph(*inner: str) -> str:
    return f"<w:p>{''.join(inner)}</w:p>"


MARKED = 'w:id="1" w:author="张三" w:date="2025-01-06T09:00:00Z"'
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>3</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (_run("提案") + f"<w:ins {MARKED}>{_run('216')}</w:ins>" + _run("件"), "提案216件"),
        (f"<w:del {MARKED}><w:r><w:delText>215</w:delText></w:r></w:del>" + _run("216"), "216"),
        (f"<w:del {MARKED}>{_run('215')}</w:del>" + _run("216"), "216"),
        (f"<w:moveFrom {MARKED}>{_run('旧处')}</w:moveFrom>" + _run("留"), "留"),
        (_run("留") + f"<w:moveTo {MARKED}>{_run('新处')}</w:moveTo>", "留新处"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{_run('控件')}</w:sdtContent></w:sdt>" + _run("后"), "控件后"),
        (f'<w:hyperlink w:anchor="x">{_run("链接")}</w:hyperlink>', "链接"),
        (f'<w:smartTag w:element="x">{_run("标记")}</w:smartTag>', "标记"),
        (f'<w:fldSimple w:instr=" DATE ">{_run("1月8日")}</w:fldSimple>', "1月8日"),
        (_run("第") + FIELD + _run("页"), "第3页"),
        ('<w:bookmarkStart w:id="1" w:name="_d_x"/>' + _run("书签") + '<w:bookmarkEnd w:id="1"/>', "书签"),
        ('<w:pPr><w:tabs><w:tab w:val="left" w:pos="400"/></w:tabs></w:pPr>' + _run("文"), "文"),
        ("<w:r><w:t>左</w:t><w:tab/><w:t>右</w:t></w:r>", "左\t右"),
        ("<w:r><w:t>协商</w:t><w:br/><w:t>会议</w:t></w:r>", "协商会议"),
        ("<w:r><w:t>Work</w:t><w:br/><w:t>report</w:t></w:r>", "Work report"),
        ("<w:r><w:t>甲</w:t><w:cr/><w:t>B</w:t></w:r>", "甲B"),
        ('<w:r><w:br w:type="page"/></w:r>' + _run("新页"), "新页"),
        ("<w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>1</w:t></w:r>", "A-1"),
        ('<w:r><w:t xml:space="preserve"> 空格 </w:t></w:r>', " 空格 "),
        ("<w:r><w:rPr><w:b/><w:rFonts w:ascii='x'/></w:rPr><w:t>粗</w:t></w:r>", "粗"),
        ("<w:r><w:t>&lt;&amp;&gt;</w:t></w:r>", "<&>"),
        ("", ""),
    ],
)
def test_a_paragraph_reads_as_people_see_it(inner: str, expected: str, tmp_path: Path) -> None:
    assert _read(tmp_path, _paragraph(inner)) == expected + "\n"


def test_paragraphs_come_a_line_each_and_empty_ones_too(tmp_path: Path) -> None:
    body = _paragraph(_run("一")) + _paragraph() + _paragraph(_run("二"))
    assert _read(tmp_path, body) == "一\n\n二\n"


def test_block_content_controls_are_read(tmp_path: Path) -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{_paragraph(_run('控件里'))}</w:sdtContent></w:sdt>"
    assert _read(tmp_path, _paragraph(_run("前")) + control) == "前\n控件里\n"


def test_tables_are_read_cell_by_cell_nested_ones_too(tmp_path: Path) -> None:
    def table(*cells: str) -> str:
        return f"<w:tbl><w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr></w:tbl>"

    nested = table(_paragraph(_run("内")))
    body = table(_paragraph(_run("甲")), nested + _paragraph(_run("乙"))) + _paragraph(_run("后"))
    assert _read(tmp_path, body) == "甲\n内\n乙\n后\n"


def test_a_text_box_is_read_once_after_its_paragraph(tmp_path: Path) -> None:
    inner = f"<w:txbxContent>{_paragraph(_run('框里'))}</w:txbxContent>"
    box = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>'
        f"{inner}</wps:txbx></wps:wsp></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{inner}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert _read(tmp_path, _paragraph(_run("前"), box, _run("后"))) == "前后\n框里\n"


def test_an_old_text_box_without_alternative_is_read(tmp_path: Path) -> None:
    box = f"<w:r><w:pict><w:txbxContent>{_paragraph(_run('旧框'))}</w:txbxContent></w:pict></w:r>"
    assert _read(tmp_path, _paragraph(_run("前"), box)) == "前\n旧框\n"


def test_a_document_of_python_docx_is_read_with_its_identifier(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("第一段")
    document.core_properties.identifier = "urn:draft:abc"
    document.save(str(tmp_path / "a.docx"))
    assert read_text(tmp_path / "a.docx") == "第一段\n"
    assert identifier(tmp_path / "a.docx") == "urn:draft:abc"


def test_the_identifier_is_found_where_libreoffice_relates_it_otherwise(tmp_path: Path) -> None:
    document = Document()
    document.core_properties.identifier = "urn:draft:abc"
    document.save(str(tmp_path / "a.docx"))
    with zipfile.ZipFile(tmp_path / "a.docx") as saved:
        parts = {name: saved.read(name) for name in saved.namelist()}
    ours, theirs = (
        b"/package/2006/relationships/metadata/core",
        b"/officedocument/2006/relationships/metadata/core",
    )
    assert ours in parts["_rels/.rels"]
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(ours, theirs)
    with zipfile.ZipFile(tmp_path / "b.docx", "w") as made:
        for name, data in parts.items():
            made.writestr(name, data)
    assert identifier(tmp_path / "b.docx") == "urn:draft:abc"


def test_a_document_without_identifier_has_an_empty_one(tmp_path: Path) -> None:
    Document().save(str(tmp_path / "a.docx"))
    assert identifier(tmp_path / "a.docx") == ""


# -- files that are no documents -----------------------------------------------------------


def _missing(folder: Path) -> Path:
    return folder / "没有.docx"


def _folder(folder: Path) -> Path:
    (folder / "夹.docx").mkdir()
    return folder / "夹.docx"


def _bytes(folder: Path, data: bytes) -> Path:
    (folder / "坏.docx").write_bytes(data)
    return folder / "坏.docx"


def _zip(folder: Path, **parts: str) -> Path:
    with zipfile.ZipFile(folder / "坏.docx", "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return folder / "坏.docx"


def _sheet(folder: Path) -> Path:
    """A package whose main part is a workbook."""
    main, sheet = "wordprocessingml.document.main", "spreadsheetml.sheet.main"
    with zipfile.ZipFile(io.BytesIO(_blank())) as blank:
        types = blank.read("[Content_Types].xml").decode().replace(main, sheet)
        parts = {name: blank.read(name) for name in blank.namelist()}
    with zipfile.ZipFile(folder / "坏.docx", "w") as made:
        for name, data in {**parts, "[Content_Types].xml": types.encode()}.items():
            made.writestr(name, data)
    return folder / "坏.docx"


def _entity(folder: Path) -> Path:
    document = (
        '<!DOCTYPE w:document [<!ENTITY x "展开">]>'
        f"<w:document {NAMESPACES}><w:body><w:p><w:r><w:t>前&x;后</w:t></w:r></w:p></w:body></w:document>"
    )
    return _package(folder / "坏.docx", document)


BROKEN = {
    "missing": _missing,
    "folder": _folder,
    "below_a_file": lambda folder: _bytes(folder, b"x") / "x.docx",
    "empty": lambda folder: _bytes(folder, b""),
    "text": lambda folder: _bytes(folder, "纯文字".encode()),
    "old_doc": lambda folder: _bytes(folder, bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)),
    "truncated": lambda folder: _bytes(folder, _blank()[:-200]),
    "damaged_part": lambda folder: _bytes(folder, _blank()[:60] + bytes(400) + _blank()[460:]),
    "other_zip": lambda folder: _zip(folder, readme="x"),
    "empty_zip": lambda folder: _zip(folder),
    "workbook": _sheet,
    "broken_xml": lambda folder: _package(folder / "坏.docx", "<w:document"),
    "entity": _entity,
}


@pytest.mark.parametrize("make", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("ask", [read_text, identifier])
def test_what_is_no_document_gets_a_sentence_with_its_path(make, ask, tmp_path: Path) -> None:
    path = make(tmp_path)
    with pytest.raises(DocumentError) as caught:
        ask(path)
    assert caught.value.message.startswith(f"{path}: ")
    assert "Traceback" not in caught.value.render()


def test_a_missing_file_is_called_missing(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="没有这个文件"):
        read_text(tmp_path / "没有.docx")


def test_the_path_is_shown_relative_to_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DocumentError, match=r"\A没有\.docx: "):
        read_text(tmp_path / "没有.docx")


def test_a_package_that_declares_too_much_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Document().save(str(tmp_path / "大.docx"))
    monkeypatch.setattr(opened, "MAX_SIZE", 10_000)
    with pytest.raises(DocumentError, match=r"大\.docx: 文件内容异常大"):
        read_text(tmp_path / "大.docx")
