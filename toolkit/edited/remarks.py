"""The words of the comments that an update leaves in a file: what changed, from what, on whose word."""

from __future__ import annotations

from pathlib import Path

from toolkit.brief.load import Brief
from toolkit.merge.plan import Conflict, Revision
from toolkit.model import Block
from toolkit.pack.pack import Pack

REMOVED = "按现在的底稿已没有这一段，删去。"
MOVED = "按新的顺序移到这里。"
INSERTED = "底稿新增的内容，新加这一段。"
NAMES = {"numbering": "序号", "year": "年份", "session": "届次会次"}


def contested(conflict: Conflict) -> str:
    """Say that a person's words stay, and what the data would make of them."""
    ours = f"\n按新数据应为：{conflict.regenerated}" if conflict.regenerated else ""
    return f"{conflict.why}，保留您的写法。{ours}"


def redrawing(block: Block, *, done: bool) -> str:
    """Say that a chart or picture was brought up to date, or why it was not."""
    if block.chart:
        what, now = f"图表“{block.chart.text}”", block.chart.values
    else:
        what, now = "照片", block.picture.file if block.picture else ""
    if done:
        return f"{what}已按新数据更新：{now}。"
    return f"{what}与底稿不符，您改过，没有动。按底稿是：{now}。"


def label_of(key: str, brief: Brief, pack: Pack) -> str:
    """Return the Chinese name of a value: a figure's label, or what kind of thing it is."""
    figure = brief.figures.get(key)
    if figure is not None and figure.label:
        return figure.label
    stem = key.partition(".")[0]
    spec = pack.catalogue.get(stem)
    return NAMES.get(stem, spec.label if spec else key)


class Remarks:
    """Comments on revisions; what figures are called and where they come from, the brief knows."""

    def __init__(self, brief: Brief, pack: Pack) -> None:
        self.brief, self.pack = brief, pack

    def revision(self, revision: Revision) -> str:
        """Say why a sentence or a value is another one now."""
        if revision.key:
            return self._value(revision)
        listed = "、".join(label_of(key, self.brief, self.pack) for key in revision.figures)
        about = f"涉及数据：{listed}。" if listed else ""
        if not revision.new:
            return f"按现在的底稿已没有这一句，删去。{about}"
        if not revision.old:
            return f"底稿新增的内容，新加这一句。{about}"
        return f"底稿有变化，这一句按新数据重写。{about}"

    def _value(self, revision: Revision) -> str:
        key = revision.key.removeprefix("figures.")
        name = label_of(key, self.brief, self.pack)
        figure = self.brief.figures.get(key)
        if figure is None:
            return f"{name}：{revision.old}改为{revision.new}。"
        unit = "" if figure.unit == "%" else figure.unit
        words = f"{name}：{revision.old}{unit}改为{revision.new}{unit}。"
        if figure.derived:
            return f"{words}由底稿数据算出。"
        place = f"底稿 {Path(self.brief.path).name}" + (f" 第{figure.line}行" if figure.line else "")
        source = "，".join(part for part in (figure.source, str(figure.as_of or "")) if part)
        return f"{words}来源：{source or place}。"
