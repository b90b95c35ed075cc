"""Pictures and charts in the text, and the parts of the package that they bring with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from toolkit.model import Chart, Picture
from toolkit.word.package import DRAWING, OFFICE, Relation, relationships
from toolkit.word.styles import quoteattr

EMU_PER_MM = 36_000
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
TYPES = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def scaled(picture: Picture, layout: Mapping[str, Any]) -> tuple[int, int]:
    """Return width and height in EMU: as wide as the text, narrower where that is too high."""
    width, most = text_width(layout), float(layout["pictures"]["height"])
    tall = width * picture.height / picture.width
    if tall > most:
        width, tall = most * picture.width / picture.height, most
    return max(1, round(width * EMU_PER_MM)), max(1, round(tall * EMU_PER_MM))


def text_width(layout: Mapping[str, Any]) -> float:
    """Return the width of the text area (版心) in millimetres."""
    page = layout["page"]
    return float(page["width"] - page["left"] - page["right"])


class Drawings:
    """The drawings of one document; the parts behind them are made when they are asked for."""

    def __init__(self, layout: Mapping[str, Any], first: int, offset: int = 0) -> None:
        """Begin; `first` is the number of the first free relationship id of the document.

        `offset` is the highest number that parts and drawings of the document have already.
        """
        self.layout = layout
        self.first = first
        self.offset = offset
        self.relations: list[Relation] = []
        self.count = offset
        self._images: dict[str, tuple[str, str]] = {}
        self._charts: list[Chart] = []

    def picture(self, picture: Picture) -> str:
        """Return the drawing of a picture; a file that stands twice is stored once."""
        if picture.file not in self._images:
            name = f"media/image{self.offset + len(self._images) + 1}.{picture.format}"
            self._images[picture.file] = (name, self._relation("image", name))
        name, id_ = self._images[picture.file]
        width, tall = scaled(picture, self.layout)
        return self._inline(
            width,
            tall,
            f"照片 {self.offset + len(self._images)}",
            picture.alt,
            '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>',
            f'<a:graphicData uri="{DRAWING}/picture"><pic:pic xmlns:pic="{DRAWING}/picture">'
            f'<pic:nvPicPr><pic:cNvPr id="0" name={quoteattr(name.rpartition("/")[2])}/><pic:cNvPicPr/>'
            f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{id_}"/><a:stretch><a:fillRect/></a:stretch>'
            f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{tall}"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>',
        )

    def chart(self, chart: Chart) -> str:
        """Return the drawing of a chart, as wide as the text."""
        from toolkit.word.charts import height

        self._charts.append(chart)
        number = self.offset + len(self._charts)
        id_ = self._relation("chart", f"charts/chart{number}.xml")
        return self._inline(
            round(text_width(self.layout) * EMU_PER_MM),
            round(height(chart, self.layout) * EMU_PER_MM),
            f"图表 {number}",
            f"{chart.text}：{chart.values}",
            "<wp:cNvGraphicFramePr/>",
            f'<a:graphicData uri="{DRAWING}/chart"><c:chart xmlns:c="{DRAWING}/chart" r:id="{id_}"/>'
            "</a:graphicData>",
        )

    def _relation(self, kind: str, target: str) -> str:
        id_ = f"rId{self.first + len(self.relations)}"
        self.relations.append((id_, f"{OFFICE}/relationships/{kind}", target))
        return id_

    def _inline(self, width: int, tall: int, name: str, alt: str, frame: str, graphic: str) -> str:
        self.count += 1
        return (
            f'<w:r><w:drawing><wp:inline xmlns:wp="{DRAWING}/wordprocessingDrawing" '
            f'xmlns:a="{DRAWING}/main" distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{width}" cy="{tall}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
            f'<wp:docPr id="{self.count}" name={quoteattr(name)} descr={quoteattr(alt)}/>{frame}'
            f"<a:graphic>{graphic}</a:graphic></wp:inline></w:drawing></w:r>"
        )

    def parts(self, pictures: Mapping[str, bytes]) -> dict[str, str | bytes]:
        """Return the parts by name; `pictures` has the bytes of every file."""
        made: dict[str, str | bytes] = {
            f"word/{name}": pictures[file] for file, (name, _) in self._images.items()
        }
        for number, chart in enumerate(self._charts, self.offset + 1):
            # Few reports have charts; the others start without them.
            from toolkit.word.charts import chart_xml, heads
            from toolkit.word.workbook import workbook

            book = f"embeddings/Microsoft_Excel_Sheet{number}.xlsx"
            made[f"word/charts/chart{number}.xml"] = chart_xml(chart, self.layout)
            made[f"word/charts/_rels/chart{number}.xml.rels"] = relationships(
                ("rId1", f"{OFFICE}/relationships/package", f"../{book}")
            )
            made[f"word/{book}"] = workbook(chart.points, *heads(chart, self.layout))
        return made

    def defaults(self) -> dict[str, str]:
        """Return the content types by extension that these parts need."""
        used = {name.rpartition(".")[2] for name, _ in self._images.values()}
        used |= {"xlsx"} if self._charts else set()
        return {extension: type_ for extension, type_ in TYPES.items() if extension in used}

    def overrides(self) -> dict[str, str]:
        """Return the content types of single parts."""
        first = self.offset + 1
        return {f"word/charts/chart{n}.xml": CHART_TYPE for n in range(first, first + len(self._charts))}
