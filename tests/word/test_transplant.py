"""Elements of one document as another one holds them: styles by name, parts along, loose ends left out."""

from __future__ import annotations

import re

from lxml import etree

from tests.word.documents import NAMESPACE, OFFICE, PACKAGE, W, document, opened, p, package, parts_of, r
from toolkit.word.opened import Opened
from toolkit.word.transplant import Transplant

RELS = "word/_rels/document.xml.rels"
STYLES = "word/styles.xml"


def _rels(*rows: tuple[str, str, str]) -> str:
    body = "".join(f'<Relationship Id="{i}" Type="{OFFICE}/{t}" Target="{n}"/>' for i, t, n in rows)
    return f'<Relationships xmlns="{PACKAGE}/relationships">{body}</Relationships>'


def _style(id_: str, name: str, more: str = "", kind: str = "paragraph") -> str:
    return f'<w:style w:type="{kind}" w:styleId="{id_}"><w:name w:val="{name}"/>{more}</w:style>'


def _styled(body: str, *styles: str) -> Opened:
    xml = f'<w:styles xmlns:w="{NAMESPACE}">{"".join(styles)}</w:styles>'
    return opened(body, {RELS: _rels(("rId1", "styles", "styles.xml")), STYLES: xml})


def _copied(source: Opened, target: Opened) -> str:
    made = Transplant(source, target).copy(next(source.document.iter(f"{W}p")))
    return re.sub(r' xmlns:\w+="[^"]*"', "", etree.tostring(made, encoding="unicode"))


def _uses(id_: str) -> str:
    return p(f'<w:pPr><w:pStyle w:val="{id_}"/></w:pPr>', r("甲"))


def test_a_style_goes_by_its_name() -> None:
    made = _copied(_styled(_uses("a3"), _style("a3", "正文缩进")), _styled(p(), _style("b", "正文缩进")))
    assert made == _uses("b")


def test_a_style_that_is_lacking_comes_with_what_it_builds_on_and_without_numbers() -> None:
    base = _style("x", "局里的底")
    own = _style("y", "局里的样式", '<w:basedOn w:val="x"/><w:next w:val="z"/><w:pPr><w:numPr/></w:pPr>')
    target = _styled(p(), _style("y", "别的"))
    assert _copied(_styled(_uses("y"), base, own), target) == _uses("y2")
    made = Opened(target.data(), "x").xml(STYLES)
    assert [s.get(f"{W}styleId") for s in made] == ["y", "y2", "x"]
    assert made[1].find(f"{W}basedOn").get(f"{W}val") == "x"
    assert made[1].find(f"{W}next") is None
    assert next(made.iter(f"{W}numPr"), None) is None


def test_a_character_style_is_no_paragraph_style_of_its_name() -> None:
    source = _styled(_uses("a"), _style("a", "强调"))
    target = _styled(p(), _style("c", "强调", kind="character"))
    assert _copied(source, target) == _uses("a")


def test_a_style_that_nobody_knows_is_left_out() -> None:
    assert _copied(opened(_uses("q")), opened(p())) == p("<w:pPr/>", r("甲"))


def test_what_points_elsewhere_stays_behind_and_what_it_holds_comes() -> None:
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    link = f'<w:hyperlink r:id="rId9">{r("乙")}</w:hyperlink>'
    mark = '<w:bookmarkStart w:id="1" w:name="a"/><w:bookmarkEnd w:id="1"/><w:proofErr w:type="x"/>'
    control = f'<w:sdt><w:sdtPr><w:id w:val="5"/></w:sdtPr><w:sdtContent>{r("丙")}</w:sdtContent></w:sdt>'
    made = _copied(opened(p(mark, r("甲"), link, note, control)), opened(p()))
    assert made == p(r("甲"), r("乙"), "<w:r/>", r("丙"))


def _pictured(name: str, data: bytes, id_: str = "rId5") -> Opened:
    drawing = f'<w:r><w:drawing><blip r:embed="{id_}"/></w:drawing></w:r>'
    types = parts_of(package(document(p())))["[Content_Types].xml"].decode()
    png = '<Default Extension="png" ContentType="image/png"/>'
    parts = {RELS: _rels((id_, "image", f"media/{name}")), f"word/media/{name}": data}
    typed = {"[Content_Types].xml": types.replace("<Override", f"{png}<Override", 1)}
    return Opened(package(document(p(drawing)), {**parts, **typed}), "x")


def test_a_picture_comes_with_its_file_once() -> None:
    target = _pictured("image1.png", b"ours", "rId1")
    source = _pictured("image1.png", b"theirs")
    graft = Transplant(source, target)
    paragraph = next(source.document.iter(f"{W}p"))
    ids = {re.findall(r'embed="(\w+)"', etree.tostring(graft.copy(paragraph)).decode())[0] for _ in "12"}
    again = Opened(target.data(), "x")
    ((id_, _, name),) = [row for row in again.relations(again.main) if row[0] in ids]
    assert {id_} == ids != {"rId1"}
    assert again.parts[name] == b"theirs"
    assert again.parts["word/media/image1.png"] == b"ours"
    assert sum(part.startswith("word/media/") for part in again.parts) == 2


def test_a_picture_that_is_there_is_not_doubled() -> None:
    target, source = _pictured("image1.png", b"same", "rId1"), _pictured("image1.png", b"same")
    assert 'embed="rId1"' in _copied(source, target)
    assert sum(part.startswith("word/media/") for part in target.parts) == 1
