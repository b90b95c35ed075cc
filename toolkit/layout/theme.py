"""Fonts that styles name by their place in the theme (w:asciiTheme, w:eastAsiaTheme)."""

from __future__ import annotations

from collections.abc import Mapping

from toolkit.word.opened import Opened
from toolkit.word.package import DRAWING

A = f"{{{DRAWING}/main}}"
CHINESE = "Hans"  # the script whose font stands in where the theme leaves the East Asian one open


def theme_fonts(opened: Opened) -> Mapping[str, str]:
    """Return the fonts of the theme by the names that styles use: minorEastAsia, majorHAnsi …"""
    fonts: dict[str, str] = {}
    for part in opened.related("theme"):
        for kind in ("major", "minor"):
            for found in opened.xml(part).iter(f"{A}{kind}Font"):
                faces = {child.tag: child.get("typeface", "") for child in found if child.tag != f"{A}font"}
                scripts = {c.get("script"): c.get("typeface", "") for c in found.findall(f"{A}font")}
                fonts[f"{kind}Ascii"] = fonts[f"{kind}HAnsi"] = faces.get(f"{A}latin", "")
                fonts[f"{kind}EastAsia"] = faces.get(f"{A}ea", "") or scripts.get(CHINESE, "")
    return fonts
