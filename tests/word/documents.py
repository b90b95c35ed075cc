"""Small documents for the tests, and a second, simple reading of them that the toolkit must agree with."""

from __future__ import annotations

import copy
import datetime
import io
import itertools
import zipfile
from collections.abc import Mapping
from typing import Any

from lxml import etree

from toolkit.word.opened import Opened
from toolkit.word.revise import Reviser, Styles

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{NAMESPACE}}}"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
NO_STYLES = Styles()
NOW = datetime.datetime(2025, 1, 6, 9, 30, tzinfo=datetime.UTC)
SECTION = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
THEIRS = 'w:author="张三" w:date="2025-01-05T09:00:00Z"'

TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
RELS = (
    f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)


def document(body: str, section: str = SECTION) -> str:
    """Return document.xml with a body."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:document xmlns:w="{NAMESPACE}" xmlns:mc="{MC}" xmlns:r="{OFFICE}">'
        f"<w:body>{body}{section}</w:body></w:document>"
    )


def package(main: str | bytes, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """Return a DOCX whose document.xml is `main`; `parts` are added or take the place of others."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        given = {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": RELS,
            "word/document.xml": main,
            **(parts or {}),
        }
        for name, data in given.items():
            made.writestr(name, data)
    return out.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    """Return the parts of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def opened(body: str, parts: Mapping[str, str | bytes] | None = None) -> Opened:
    """Return an opened document with a body."""
    return Opened(package(document(body), parts), "文稿.docx")


def reviser(body: str, *, track: bool, styles: Styles = NO_STYLES, **parts: str) -> Reviser:
    """Return a document with a body, ready to be changed."""
    return Reviser(opened(body, parts), NOW, track=track, styles=styles)


def body_of(data: bytes) -> str:
    """Return what stands between the tags of the body of a file, without its last section."""
    xml = parts_of(data)["word/document.xml"].decode()
    return xml[xml.index("<w:body>") + 8 : xml.rindex("</w:body>")].removesuffix(SECTION)


def done(changed: Reviser) -> str:
    """Return the body of a changed document; what is written must be a document that opens."""
    data = changed.data()
    Opened(data, "文稿.docx")
    return body_of(data)


def r(text: str, properties: str = "") -> str:
    """Return a run."""
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*inner: str) -> str:
    """Return a paragraph of runs in XML."""
    return f"<w:p>{''.join(inner)}</w:p>"


def table(*rows: list[str]) -> str:
    """Return a table; a cell is the XML of its blocks."""
    body = "".join(f"<w:tr>{''.join(f'<w:tc>{c}</w:tc>' for c in row)}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{body}</w:tbl>"


# -- a second reading ---------------------------------------------------------------------------


def tree(body: str) -> Any:
    """Return the body as a tree."""
    return etree.fromstring(document(body).encode()).find(f"{W}body")


def texts(body: Any) -> list[str]:
    """Return the texts of the paragraphs of a body without tracked changes."""
    return ["".join(_words(paragraph)) for paragraph in body.iter(f"{W}p")]


def _words(paragraph: Any) -> list[str]:
    words = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
    return [
        (e.text or "") if e.tag == f"{W}t" else words[e.tag]
        for e in paragraph.iter(f"{W}t", *words)
        if e.getparent().tag == f"{W}r" and next(e.iterancestors(f"{W}p")) is paragraph
    ]


def settled(body: str, *, accept: bool, author: str = "") -> Any:
    """Return a body whose tracked changes (one author's, or all) are accepted or rejected."""
    root = copy.deepcopy(tree(body))
    gone, kept = (
        (("del", "moveFrom"), ("ins", "moveTo")) if accept else (("ins", "moveTo"), ("del", "moveFrom"))
    )

    def wanted(element: Any) -> bool:
        return not author or element.get(f"{W}author") == author

    for name in gone:
        for element in filter(wanted, list(root.iter(f"{W}{name}"))):
            _remove(element)
    for name in kept:
        for element in filter(wanted, list(root.iter(f"{W}{name}"))):
            _open(element)
    for text in root.iter(f"{W}delText"):
        if next(text.iterancestors(f"{W}del"), None) is None:
            text.tag = f"{W}t"
    return root


def _remove(element: Any) -> None:
    """Remove a change with what it holds: a mark joins its paragraph to the next, a row's is the row."""
    parent = element.getparent()
    if parent is None:
        return
    if parent.tag == f"{W}trPr":
        parent.getparent().getparent().remove(parent.getparent())
        return
    parent.remove(element)
    if parent.tag == f"{W}rPr" and parent.getparent().tag == f"{W}pPr":
        paragraph = parent.getparent().getparent()
        following = paragraph.getnext()
        if following is not None and following.tag == f"{W}p":
            at = 1 if following.find(f"{W}pPr") is not None else 0
            for n, child in enumerate([c for c in paragraph if c.tag != f"{W}pPr"]):
                following.insert(at + n, child)
            paragraph.getparent().remove(paragraph)


def _open(element: Any) -> None:
    parent = element.getparent()
    for child in list(element):
        element.addprevious(child)
    parent.remove(element)


def wrong(body: str) -> list[str]:
    """Return what a strict reader would object to in a body."""
    root = tree(body)
    found = []
    for kind in (("ins", "del", "moveFrom", "moveTo", "bookmarkStart"), ("bookmarkEnd",)):
        ids = [e.get(f"{W}id") for name in kind for e in root.iter(f"{W}{name}")]
        found += [f"{kind[0]} {i} twice" for i in {i for i in ids if ids.count(i) > 1}]
    names = [e.get(f"{W}name") for e in root.iter(f"{W}bookmarkStart")]
    found += [f"bookmark {n} twice" for n in {n for n in names if names.count(n) > 1}]
    starts = sorted(e.get(f"{W}id") for e in root.iter(f"{W}bookmarkStart"))
    found += (
        [] if starts == sorted(e.get(f"{W}id") for e in root.iter(f"{W}bookmarkEnd")) else ["bookmark half"]
    )
    found += [
        "w:t in w:del" for e in root.iter(f"{W}t") if next(e.iterancestors(f"{W}del"), None) is not None
    ]
    found += [
        "delText live" for e in root.iter(f"{W}delText") if next(e.iterancestors(f"{W}del"), None) is None
    ]
    found += [
        "ins in ins" for e in root.iter(f"{W}ins") if next(e.iterancestors(f"{W}ins"), None) is not None
    ]
    found += ["rPr not first" for e in root.iter(f"{W}r") for c in e[1:] if c.tag == f"{W}rPr"]
    found += ["pPr not first" for e in root.iter(f"{W}p") for c in e[1:] if c.tag == f"{W}pPr"]
    found += ["empty change" for e in root.iter(f"{W}ins", f"{W}del") if not len(e) and not _is_mark(e)]
    found += [
        "blanks" for e in root.iter(f"{W}t") if (e.text or "").strip() != (e.text or "") and not e.attrib
    ]
    for blocks in (root, *root.iter(f"{W}tc")):
        kinds = [c.tag for c in blocks.iter(f"{W}p", f"{W}tbl") if _container(c) is blocks]
        found += ["table at the end"] if kinds[-1:] == [f"{W}tbl"] or (not kinds) else []
        found += ["tables touch" for a, b in itertools.pairwise(kinds) if a == b == f"{W}tbl"]
    return found


def _container(block: Any) -> Any:
    """What a block stands in, content controls not counted."""
    return next(a for a in block.iterancestors() if a.tag not in (f"{W}sdt", f"{W}sdtContent"))


def _is_mark(element: Any) -> bool:
    return element.getparent().tag in (f"{W}rPr", f"{W}trPr")
