"""styles.xml from the pack's layout: real named styles, so that runs stay free of formatting."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TWIPS_PER_MM = 1440 / 25.4
TWIPS_PER_POINT = 20
# What is left out, not what is let in: a class over all of Unicode takes ten times as long to compile.
NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Return text without the characters that no XML file can hold (XML 1.0, production 2)."""
    return text if text.isprintable() else NO_CHARACTER.sub("", text)


def escape(text: str) -> str:
    """Return text with XML's special characters escaped, without those that it cannot hold."""
    return printable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quoteattr(text: str) -> str:
    """Return text as a quoted XML attribute."""
    quoted = escape(text).replace('"', "&quot;")
    return f'"{quoted}"'


def twips(millimetres: float) -> int:
    """Return a length in twentieths of a point."""
    return round(millimetres * TWIPS_PER_MM)


def line_pitch(page: Mapping[str, Any]) -> int:
    """Return the height of a grid line in twips: the text area's height over its lines."""
    lines = int(page["lines"])
    return (twips(page["height"]) - twips(page["top"]) - twips(page["bottom"])) // lines


def character_spacing(layout: Mapping[str, Any]) -> int:
    """Return the spacing, in twips, that fits the wanted characters into a line of body text.

    28 characters of 16 pt need 158 mm and the text area has 156. The grid's own character
    pitch does the same in Word but halves the line in LibreOffice 7.4; spacing works in both.
    """
    page = layout["page"]
    width = twips(page["width"]) - twips(page["left"]) - twips(page["right"])
    size = layout["styles"]["Normal"]["size"] * TWIPS_PER_POINT
    return int(width // page["characters"] - size)


def styles_xml(layout: Mapping[str, Any]) -> str:
    """Return styles.xml for a layout (see `templates/layout.yaml` for its terms)."""
    normal = layout["styles"]["Normal"]
    defaults = (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        + _fonts(layout, normal["font"])
        + f'<w:sz w:val="{normal["size"] * 2}"/><w:szCs w:val="{normal["size"] * 2}"/>'
        + '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        + "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    paragraphs = [_paragraph_style(id_, row, layout) for id_, row in layout["styles"].items()]
    base = (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
    )
    characters = [_character_style(id_, row, layout) for id_, row in layout["characters"].items()]
    tables = _table_style(layout["tables"])
    body = "".join([defaults, paragraphs[0], base, *paragraphs[1:], *characters, tables])
    return f'{HEADER}<w:styles xmlns:w="{NAMESPACE}">{body}</w:styles>'


def _fonts(layout: Mapping[str, Any], name: str, latin: str = "西文") -> str:
    chinese, western = quoteattr(layout["fonts"][name]), quoteattr(layout["fonts"][latin])
    return f"<w:rFonts w:ascii={western} w:hAnsi={western} w:eastAsia={chinese} w:cs={western}/>"


def _paragraph_style(id_: str, row: Mapping[str, Any], layout: Mapping[str, Any]) -> str:
    default = ' w:default="1"' if id_ == "Normal" else ""
    custom = "" if row["name"].isascii() else ' w:customStyle="1"'
    parts = [f'<w:style w:type="paragraph"{default}{custom} w:styleId="{id_}">']
    parts.append(f"<w:name w:val={quoteattr(row['name'])}/>")
    if "based_on" in row:
        parts.append(f'<w:basedOn w:val="{row["based_on"]}"/>')
    if "next" in row:
        parts.append(f'<w:next w:val="{row["next"]}"/>')
    parts.append("<w:qFormat/>")
    parts.append(_paragraph_properties(row, layout))
    parts.append(_run_properties(row, layout, spaced=id_ == "Normal"))
    return "".join([*parts, "</w:style>"])


def _paragraph_properties(row: Mapping[str, Any], layout: Mapping[str, Any]) -> str:
    """Return w:pPr in the order of the schema (ECMA-376, CT_PPrBase)."""
    parts = []
    if row.get("keep_next"):
        parts.append("<w:keepNext/><w:keepLines/>")
    if row["name"] == "Normal":
        parts.append('<w:widowControl w:val="0"/>')
    if row["name"] == "Normal":
        parts.append('<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>')
    if "exact" in row:
        parts.append('<w:snapToGrid w:val="0"/>')
    parts.append(_spacing(row, layout))
    parts.append(_indent(row, layout))
    if "align" in row:
        parts.append(f'<w:jc w:val="{row["align"]}"/>')
    if row.get("outline"):
        parts.append(f'<w:outlineLvl w:val="{row["outline"] - 1}"/>')
    body = "".join(parts)
    return f"<w:pPr>{body}</w:pPr>" if body else ""


def _spacing(row: Mapping[str, Any], layout: Mapping[str, Any]) -> str:
    words = []
    if "before" in row:
        height = round(row["before"] * line_pitch(layout["page"]))
        words.append(f'w:before="{height}" w:beforeLines="{round(row["before"] * 100)}"')
    if "after" in row:
        height = round(row["after"] * line_pitch(layout["page"]))
        words.append(f'w:after="{height}" w:afterLines="{round(row["after"] * 100)}"')
    if "exact" in row:
        words.append(f'w:line="{round(row["exact"] * TWIPS_PER_POINT)}" w:lineRule="exact"')
    return f"<w:spacing {' '.join(words)}/>" if words else ""


def _indent(row: Mapping[str, Any], layout: Mapping[str, Any]) -> str:
    size = row.get("size", layout["styles"]["Normal"]["size"]) * TWIPS_PER_POINT
    for name, attribute in (("indent", "firstLine"), ("left", "left"), ("right", "right")):
        if name in row:
            chars, length = round(row[name] * 100), round(row[name] * size)
            return f'<w:ind w:{attribute}Chars="{chars}" w:{attribute}="{length}"/>'
    return ""


def _run_properties(row: Mapping[str, Any], layout: Mapping[str, Any], *, spaced: bool) -> str:
    """Return w:rPr in the order of the schema (ECMA-376, EG_RPrBase)."""
    parts = []
    if "font" in row:
        parts.append(_fonts(layout, row["font"], row.get("latin", "西文")))
    if spaced:
        parts.append(f'<w:spacing w:val="{character_spacing(layout)}"/>')
    elif row.get("natural"):
        parts.append('<w:spacing w:val="0"/>')
    if spaced:
        parts.append('<w:kern w:val="2"/>')
    if "size" in row:
        parts.append(f'<w:sz w:val="{row["size"] * 2}"/><w:szCs w:val="{row["size"] * 2}"/>')
    if "shade" in row:
        parts.append(f'<w:shd w:val="clear" w:color="auto" w:fill="{escape(row["shade"])}"/>')
    body = "".join(parts)
    return f"<w:rPr>{body}</w:rPr>" if body else ""


def _character_style(id_: str, row: Mapping[str, Any], layout: Mapping[str, Any]) -> str:
    return (
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{id_}">'
        f"<w:name w:val={quoteattr(row['name'])}/>"
        '<w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/>'
        f"{_run_properties(row, layout, spaced=False)}</w:style>"
    )


def _table_style(row: Mapping[str, Any]) -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="{round(row["border"] * 8)}" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        '<w:style w:type="table" w:customStyle="1" w:styleId="ReportTable">'
        f'<w:name w:val={quoteattr(row["name"])}/><w:basedOn w:val="TableNormal"/>'
        f"<w:tblPr><w:tblBorders>{sides}</w:tblBorders></w:tblPr></w:style>"
    )
