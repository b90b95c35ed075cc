"""Write a report as DOCX in one pass: body XML as text, parts straight into the zip.

Every generated paragraph and every figure stands in a hidden bookmark, the only mark that Word,
LibreOffice and WPS all keep; runs carry no direct formatting. The file holds nothing that a
person cannot see but those names and the core property `identifier`.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from toolkit.model import Block, Cell, Report, Span
from toolkit.word.drawings import Drawings
from toolkit.word.marks import MANY, Names, paragraph_bookmark
from toolkit.word.package import (
    OFFICE,
    PACKAGE,
    Packed,
    Relation,
    archive,
    content_types,
    packed,
    relationships,
)
from toolkit.word.proof import prove
from toolkit.word.styles import HEADER, NAMESPACE, escape, line_pitch, quoteattr, styles_xml, twips

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
BREAKS = re.compile(r"([\n\t])")
# Nothing refers to the theme; strict readers demand the part all the same.
THEME = Path(__file__).with_name("theme.xml")

TYPES = "[Content_Types].xml"
DOCUMENT_RELATIONS = "word/_rels/document.xml.rels"
PARTS = {
    "word/document.xml": f"{MAIN}.document.main+xml",
    "word/styles.xml": f"{MAIN}.styles+xml",
    "word/settings.xml": f"{MAIN}.settings+xml",
    "word/fontTable.xml": f"{MAIN}.fontTable+xml",
    "word/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
    "word/footer1.xml": f"{MAIN}.footer+xml",
    "word/footer2.xml": f"{MAIN}.footer+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
}

RELATIONS: tuple[Relation, ...] = (
    ("rId1", f"{OFFICE}/relationships/styles", "styles.xml"),
    ("rId2", f"{OFFICE}/relationships/settings", "settings.xml"),
    ("rId3", f"{OFFICE}/relationships/fontTable", "fontTable.xml"),
    ("rId4", f"{OFFICE}/relationships/footer", "footer1.xml"),
    ("rId5", f"{OFFICE}/relationships/footer", "footer2.xml"),
    ("rId6", f"{OFFICE}/relationships/theme", "theme/theme1.xml"),
)


def write(
    report: Report,
    layout: Mapping[str, Any],
    identifier: str,
    now: datetime.datetime,
    pictures: Mapping[str, bytes] = MappingProxyType({}),
) -> bytes:
    """Return the DOCX of a report. `identifier` ties it to its base in the workspace.

    `pictures` has the bytes of every picture's file.

    Raises:
        DocumentError: the text does not read back as it was composed.
    """
    body = Body(layout)
    document = body.document(report)
    prove(report, document)
    parts: dict[str, str | bytes] = {
        "word/document.xml": document,
        "docProps/core.xml": _core_xml(report, identifier, now),
        **body.drawings.parts(pictures),
    }
    made = {name: packed(name, content) for name, content in parts.items()}
    drawn = {part.name: part for part in _drawn(body.drawings)} if body.drawings.relations else {}
    return archive({**_unchanging(layout), **drawn, **made}.values())


def _drawn(drawings: Drawings) -> Iterator[Packed]:
    """Yield the parts that say what pictures and charts the document has."""
    types = content_types(drawings.defaults(), {**PARTS, **drawings.overrides()})
    yield packed(TYPES, types)
    yield packed(DOCUMENT_RELATIONS, relationships(*RELATIONS, *drawings.relations))


# Layouts whose parts are at hand, the last used first: a pack has one, a process few packs.
_PREPARED: list[tuple[Mapping[str, Any], dict[str, Packed]]] = []
_MOST_PREPARED = 4


def _unchanging(layout: Mapping[str, Any]) -> dict[str, Packed]:
    """Return the parts that no report changes, made and compressed once for a layout."""
    for known, parts in _PREPARED:
        if known is layout:
            return parts
    texts = {
        TYPES: content_types({}, PARTS),
        "_rels/.rels": relationships(
            ("rId1", f"{OFFICE}/relationships/officeDocument", "word/document.xml"),
            ("rId2", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ("rId3", f"{OFFICE}/relationships/extended-properties", "docProps/app.xml"),
        ),
        DOCUMENT_RELATIONS: relationships(*RELATIONS),
        "word/styles.xml": styles_xml(layout),
        "word/settings.xml": _settings_xml(),
        "word/fontTable.xml": _font_table_xml(layout),
        "word/theme/theme1.xml": THEME.read_text(encoding="utf-8"),
        "word/footer1.xml": _footer_xml("FooterOdd"),
        "word/footer2.xml": _footer_xml("FooterEven"),
        "docProps/app.xml": _app_xml(),
    }
    made = {name: packed(name, text) for name, text in texts.items()}
    _PREPARED[_MOST_PREPARED - 1 :] = []
    _PREPARED.insert(0, (layout, made))
    return made


class Body:
    """Blocks as XML, with running bookmark ids and figure counts.

    For paragraphs that join a person's document, `ids`, `names` and `drawings` continue what stands
    there.
    """

    def __init__(
        self,
        layout: Mapping[str, Any],
        ids: Iterator[int] | None = None,
        names: Names | None = None,
        drawings: Drawings | None = None,
    ) -> None:
        self.layout = layout
        self.ids = itertools.count(1) if ids is None else ids
        self.made: list[str] = []
        self.names = Names() if names is None else names
        self.drawings = Drawings(layout, len(RELATIONS) + 1) if drawings is None else drawings

    def document(self, report: Report) -> str:
        """Return document.xml: the blocks, then the section with page, grid and footers."""
        blocks = "".join(map(self.block, report.blocks))
        return (
            f'{HEADER}<w:document xmlns:w="{NAMESPACE}" xmlns:r="{OFFICE}/relationships">'
            f"<w:body>{blocks}{_section(self.layout['page'])}</w:body></w:document>"
        )

    def block(self, block: Block) -> str:
        """Return the paragraph or table of a block."""
        if block.rows:
            return self._table(block)
        drawn = ""
        if block.picture:
            drawn = self.drawings.picture(block.picture)
        elif block.chart:
            drawn = self.drawings.chart(block.chart)
        return self._paragraph(block.id, self.layout["blocks"][block.kind], block.spans, block.kind, drawn)

    def _table(self, block: Block) -> str:
        """Return a table, each cell a paragraph with a bookmark of its own."""
        from toolkit.word.tables import cell_style, table_xml

        rows = [
            [
                self._paragraph(
                    f"{block.id}.{n}.{m}", cell_style(block.kind, n, m, self.layout), cell, block.kind
                )
                for m, cell in enumerate(row)
            ]
            for n, row in enumerate(block.rows)
        ]
        return table_xml(rows, block.kind, self.layout)

    def _paragraph(self, id_: str, style: str, spans: Cell, kind: str, drawn: str = "") -> str:
        name = self.names.unique(paragraph_bookmark(id_))
        self.made.append(name)
        start, end = self._bookmark(name)
        runs = "".join(self._runs(spans, kind))
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{start}{drawn}{runs}{end}</w:p>'

    def _bookmark(self, name: str) -> tuple[str, str]:
        id_ = next(self.ids)
        # A name is made of characters of words alone: there is nothing to escape.
        return f'<w:bookmarkStart w:id="{id_}" w:name="{name}"/>', f'<w:bookmarkEnd w:id="{id_}"/>'

    def _runs(self, spans: Cell, kind: str) -> Iterator[str]:
        """Yield the runs of a paragraph: words without a mark share one, wherever they come from."""
        words: list[str] = []
        for span in spans:
            if not (span.role or span.origin.startswith("figures.")):
                words.append(span.text)
                continue
            if words:
                yield _run("".join(words))
                words = []
            yield self._span(span, kind)
        if words:
            yield _run("".join(words))

    def _span(self, span: Span, kind: str) -> str:
        if span.role == "placeholder":
            # The shade begins behind the colon: a colon hanging in the margin would carry it out.
            opening, colon, rest = span.text.partition("：")
            return _run(opening + colon) + _run(rest, self.layout["placeholder"])
        lead = self.layout["leads"].get(kind, "") if span.role == "lead" else ""
        run = _run(span.text, lead)
        if not span.figure:
            return run
        start, end = self._bookmark(self.names.figure(span.figure))
        return f"{start}{run}{end}"


@lru_cache(MANY)
def _run(text: str, style: str = "") -> str:
    properties = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    broken = "\n" in text or "\t" in text
    return f"<w:r>{properties}{''.join(map(_piece, BREAKS.split(text))) if broken else _piece(text)}</w:r>"


def _piece(text: str) -> str:
    if text in ("\n", "\t"):
        return "<w:br/>" if text == "\n" else "<w:tab/>"
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>' if text else ""


def _section(page: Mapping[str, Any]) -> str:
    margins = " ".join(f'w:{side}="{twips(page[side])}"' for side in ("top", "right", "bottom", "left"))
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/>'
        '<w:footerReference w:type="even" r:id="rId5"/>'
        f'<w:pgSz w:w="{twips(page["width"])}" w:h="{twips(page["height"])}"/>'
        f'<w:pgMar {margins} w:header="851" w:footer="{twips(page["footer"])}" w:gutter="0"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{line_pitch(page)}"/></w:sectPr>'
    )


def _footer_xml(style: str) -> str:
    """— 1 —: the page number between dashes; LibreOffice takes its font from the begin run."""
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    return (
        f'{HEADER}<w:ftr xmlns:w="{NAMESPACE}"><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">— </w:t></w:r>{field}'
        '<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>'
    )


def _settings_xml() -> str:
    mode = (
        '<w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    )
    return (
        f'{HEADER}<w:settings xmlns:w="{NAMESPACE}"><w:zoom w:percent="100"/>'
        "<w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>"
        '<w:defaultTabStop w:val="640"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        f"<w:compat><w:useFELayout/>{mode}</w:compat>"
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def _font_table_xml(layout: Mapping[str, Any]) -> str:
    fonts = "".join(
        f'<w:font w:name={quoteattr(name)}><w:charset w:val="{"00" if name.isascii() else "86"}"/></w:font>'
        for name in dict.fromkeys(layout["fonts"].values())
    )
    return f'{HEADER}<w:fonts xmlns:w="{NAMESPACE}">{fonts}</w:fonts>'


def _core_xml(report: Report, identifier: str, now: datetime.datetime) -> str:
    stamp = now.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    given = {"title": report.title, "subject": "", "creator": "", **report.properties}
    words = {key: escape(value) for key, value in given.items()}
    return (
        f'{HEADER}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{words['title']}</dc:title><dc:subject>{words['subject']}</dc:subject>"
        f"<dc:creator>{words['creator']}</dc:creator><dc:identifier>{escape(identifier)}</dc:identifier>"
        f"<dc:language>zh-CN</dc:language><cp:lastModifiedBy>{words['creator']}</cp:lastModifiedBy>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified></cp:coreProperties>'
    )


def _app_xml() -> str:
    return (
        f'{HEADER}<Properties xmlns="{OFFICE}/extended-properties">'
        "<Application>Microsoft Office Word</Application><AppVersion>16.0000</AppVersion></Properties>"
    )
