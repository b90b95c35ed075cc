"""Our blocks get the style ids of the document they join; what it lacks is added once."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from tests.word.documents import NAMESPACE, OFFICE, PACKAGE, W, document, opened, p, r
from toolkit.pack.pack import Pack
from toolkit.word.foreign import Foreign, style_names
from toolkit.word.opened import Opened
from toolkit.word.styles import styles_xml

LAYOUT = Pack().layout
STYLES = "word/styles.xml"
RELS = (
    f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/styles" '
    'Target="styles.xml"/></Relationships>'
)
OURS = sorted({*LAYOUT["styles"], *LAYOUT["characters"]})


def _document(styles: str) -> Opened:
    return opened(p(r("甲")), {"word/_rels/document.xml.rels": RELS, STYLES: styles})


def _bare(*rows: str) -> str:
    return f'<w:styles xmlns:w="{NAMESPACE}">{"".join(rows)}</w:styles>'


def _style(id_: str, name: str, kind: str = "paragraph", more: str = "") -> str:
    return f'<w:style w:type="{kind}" w:styleId="{id_}"{more}><w:name w:val="{name}"/></w:style>'


def _renamed() -> str:
    """Our own styles with the ids that a Chinese Word gives them."""
    xml = styles_xml(LAYOUT)
    for n, id_ in enumerate(re.findall(r'w:styleId="([^"]+)"', xml)):
        xml = re.sub(
            rf'(w:styleId="|<w:(?:basedOn|next|link) w:val="){re.escape(id_)}(?=")', rf"\g<1>a{n}", xml
        )
    return xml


def _used(styles: dict[str, str]) -> str:
    return "".join(f'<w:pStyle w:val="{id_}"/>' for id_ in styles)


def test_our_own_document_keeps_its_ids() -> None:
    found = _document(styles_xml(LAYOUT))
    foreign = Foreign(found, LAYOUT)
    before = found.parts[STYLES]
    xml = _used(LAYOUT["styles"]) + '<w:tblStyle w:val="ReportTable"/>'
    assert foreign.named(xml) == xml
    assert found.parts[STYLES] == before


def test_ids_that_an_editor_gave_are_found_by_name() -> None:
    found = _document(_renamed())
    foreign = Foreign(found, LAYOUT)
    before = found.parts[STYLES]
    made = foreign.named(_used(LAYOUT["styles"]) + '<w:tblStyle w:val="ReportTable"/>')
    assert found.parts[STYLES] == before
    assert all(re.fullmatch(r"a\d+", id_) for id_ in re.findall(r'val="([^"]+)"', made))
    names = style_names(found)
    assert [names[foreign.ids[id_]] for id_ in LAYOUT["styles"]] == [
        str(row["name"]).lower() for row in LAYOUT["styles"].values()
    ]
    styles = foreign.styles()
    assert styles.placeholder == foreign.ids[LAYOUT["placeholder"]] != LAYOUT["placeholder"]
    assert styles.leads == {foreign.ids[id_] for id_ in LAYOUT["leads"].values()}


@pytest.mark.parametrize("id_", [*OURS, "ReportTable"])
def test_a_style_that_is_missing_comes_with_what_it_builds_on(id_: str) -> None:
    found = _document(
        _bare(_style("a", "Normal", more=' w:default="1"'), _style("b", "Normal Table", "table"))
    )
    kind = "tblStyle" if id_ == "ReportTable" else "pStyle"
    xml = f'<w:{kind} w:val="{id_}"/>'
    made = [Foreign(found, LAYOUT).named(xml) for _ in range(3)]
    assert len(set(made)) == 1
    root = etree.fromstring(found.parts[STYLES])
    ids = [s.get(f"{W}styleId") for s in root]
    names = [(s.get(f"{W}type"), s.find(f"{W}name").get(f"{W}val").lower()) for s in root]
    assert len(set(ids)) == len(ids)
    assert len(set(names)) == len(names)
    used = [e.get(f"{W}val") for s in root for e in s if e.tag in {f"{W}basedOn", f"{W}next", f"{W}link"}]
    assert set(used) <= set(ids)
    assert re.findall(r'val="([^"]+)"', made[0])[0] in ids
    assert [s.get(f"{W}styleId") for s in root if s.get(f"{W}default")] == ["a"]


def test_an_id_that_another_style_has_is_not_taken() -> None:
    id_ = next(iter(LAYOUT["leads"].values()))
    name = LAYOUT["characters"][id_]["name"]
    found = _document(_bare(_style(id_, "别的"), _style(f"{id_}2", "又一个"), _style("c", name)))
    foreign = Foreign(found, LAYOUT)
    assert (
        foreign.named(f'<w:rStyle w:val="{id_}"/>') == f'<w:rStyle w:val="{id_}3"/>'
    )  # a paragraph style is none
    assert style_names(Opened(found.data(), "x"))[f"{id_}3"] == name.lower()


def test_a_document_without_styles_keeps_our_ids() -> None:
    foreign = Foreign(opened(p(r("甲"))), LAYOUT)
    assert foreign.named('<w:pStyle w:val="Body"/>') == '<w:pStyle w:val="Body"/>'
    assert style_names(foreign.opened) == {}
    assert (foreign.styles().placeholder, foreign.styles().leads) == ("", frozenset())


def test_a_style_without_a_name_or_kind_is_no_hindrance() -> None:
    found = _document(
        _bare('<w:style w:styleId="q"/>', '<w:style w:styleId="n"><w:name w:val="NORMAL"/></w:style>')
    )
    assert Foreign(found, LAYOUT).ids["Normal"] == "n"
    assert document("")
