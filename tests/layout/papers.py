"""Files as other hands and other programs make them, in raw XML: whole and right, to be spoilt by tests."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.word.documents import OFFICE, PACKAGE, document, package

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
SENTENCE = "一年来，常委会坚持团结和民主两大主题，围绕中心工作认真履行职能，各项工作取得新的进展。" * 3
EXACT = '<w:spacing w:line="579" w:lineRule="exact"/>'
TWO = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
FANG, KAI, HEI, BIAO = "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体"


def run(text: str, font: str = FANG, half_points: int = 32, more: str = "") -> str:
    """A run with everything set directly."""
    fonts = f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{font}"/>'
    size = f'<w:spacing w:val="-5"/><w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
    return f'<w:r><w:rPr>{fonts}{size}{more}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def par(*runs: str, properties: str = EXACT + TWO) -> str:
    """A paragraph."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def centred(text: str, font: str, half_points: int = 32) -> str:
    """A line of the head."""
    return par(run(text, font, half_points), properties=f'{EXACT}<w:jc w:val="center"/>')


def heading(text: str, font: str, level: int) -> str:
    """A heading on a line of its own."""
    return par(run(text, font), properties=f'<w:keepNext/>{EXACT}{TWO}<w:outlineLvl w:val="{level}"/>')


def plenum(*more: str) -> str:
    """The body of a report to the plenum, set as the standard asks by direct formatting alone."""
    return "".join([
        centred("中国人民政治协商会议", BIAO, 44),
        centred("某某县第九届委员会常务委员会工作报告", BIAO, 44),
        centred("——在政协某某县第九届委员会第四次会议上", KAI),
        centred("（2025年1月5日）", KAI),
        centred("王　明", KAI),
        par(run("各位委员："), properties=EXACT),
        par(run("我受常务委员会委托，向大会报告工作，请予审议。")),
        heading("一、2024年工作回顾", HEI, 0),
        par(run(SENTENCE)),
        heading("（一）坚持党的领导", KAI, 1),
        par(run(SENTENCE)),
        par(run("1.加强学习。"), run(SENTENCE)),
        par(run("（二）深入协商议政。", KAI), run(SENTENCE)),
        *more,
        heading("二、2025年工作安排", HEI, 0),
        par(run(SENTENCE)),
    ])  # fmt: skip


MARGINS = '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:footer="1400"/>'
PAGE = f'<w:pgSz w:w="11906" w:h="16838"/>{MARGINS}'
FEET = '<w:footerReference w:type="default" r:id="rId8"/><w:footerReference w:type="even" r:id="rId9"/>'
SECTION = f"<w:sectPr>{FEET}{PAGE}</w:sectPr>"
NUMBER = (
    '<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">— </w:t></w:r>'
    '<w:fldSimple w:instr=" PAGE \\* MERGEFORMAT "><w:r><w:rPr>{look}</w:rPr><w:t>1</w:t></w:r></w:fldSimple>'
    '<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve"> —</w:t></w:r>'
)
SONG = '<w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/><w:sz w:val="28"/>'


def footer(properties: str, number: str = NUMBER, look: str = SONG) -> str:
    """A footer's part."""
    return f"{HEAD}<w:ftr {NS}><w:p><w:pPr>{properties}</w:pPr>{number.format(look=look)}</w:p></w:ftr>"


ODD = footer('<w:ind w:right="280"/><w:jc w:val="right"/>')
EVEN = footer('<w:ind w:left="280"/>')
SETTINGS = f"{HEAD}<w:settings {NS}><w:evenAndOddHeaders/></w:settings>"
ALL_ALIKE = f"{HEAD}<w:settings {NS}/>"


def write(
    path: Path,
    body: str = "",
    section: str = SECTION,
    parts: Mapping[str, str] | None = None,
    odd: str = ODD,
    even: str = EVEN,
    settings: str = SETTINGS,
) -> Path:
    """Write a DOCX: the body, two footers, settings, and other parts by name: styles, numbering, theme."""
    others = dict(parts or {})
    kinds = {
        "rId8": ("footer", "footer1.xml"),
        "rId9": ("footer", "footer2.xml"),
        "rId7": ("settings", "settings.xml"),
    }
    kinds |= {f"rId1{n}": (name, f"{name}.xml") for n, name in enumerate(others)}
    rows = "".join(
        f'<Relationship Id="{id_}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for id_, (kind, target) in kinds.items()
    )
    relations = f'<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'
    given = {
        "word/_rels/document.xml.rels": relations,
        "word/footer1.xml": odd,
        "word/footer2.xml": even,
        "word/settings.xml": settings,
        **{f"word/{name}.xml": text for name, text in others.items()},
    }
    path.write_bytes(package(document(body or plenum(), section), given))
    return path


def styles(*rows: str, defaults: str = "") -> str:
    """A part of styles."""
    return f"{HEAD}<w:styles {NS}>{defaults}{''.join(rows)}</w:styles>"
