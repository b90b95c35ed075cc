"""What is written in the benchmarks: one report of 14,000 characters with 152 places for 120 values.

The text is composed from bundled samples; its numbers and quoted phrases become the places. The
same content is made for each contestant: for ours a pack and briefs, for docxtpl a .docx template
without our bookmarks, for the floor a Jinja string of document.xml.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import yaml
from measure import ROOT

from toolkit.brief.load import load_brief
from toolkit.compose.assemble import compose
from toolkit.pack.pack import Pack

CHARACTERS, POSITIONS, NAMES = 14_000, 152, 120
GENRE = "benchmark"
PLACE = re.compile(
    r"(?<![\d.])[1-9]\d{0,4}(?![\d.])|(?<=“)[^“”]{2,20}(?=”)|[区市]政协|(?<=《)[^《》]{2,20}(?=》)"
)
TITLE = "常务委员会工作报告"


@dataclass(frozen=True)
class Material:
    """Paragraphs as alternating words and names of values, and the values."""

    paragraphs: list[list[str]]
    values: dict[str, str]

    def text(self, values: dict[str, str]) -> list[str]:
        """Return the paragraphs with values in their places."""
        return ["".join(values[p] if n % 2 else p for n, p in enumerate(parts)) for parts in self.paragraphs]

    def filled(self, opening: str, closing: str) -> list[str]:
        """Return the paragraphs as templates: names between two marks."""
        return [
            "".join(f"{opening}{p}{closing}" if n % 2 else p for n, p in enumerate(parts))
            for parts in self.paragraphs
        ]


def material(times: int = 1) -> Material:
    """Return the report, so many times over."""
    texts, length = [], 0
    for text in _paragraphs():
        if length < CHARACTERS:
            texts.append(text)
            length += len(text)
    # Those that stand more than once first, so that there are more places than names.
    counted = Counter(match.group() for text in texts for match in PLACE.finditer(text))
    chosen = [word for word, _ in counted.most_common(NAMES)]
    names = {word: f"{'n' if word.isdigit() else 'p'}{n:03}" for n, word in enumerate(chosen)}
    paragraphs, places = [], 0
    for text in texts:
        parts, end = [], 0
        for match in PLACE.finditer(text):
            if match.group() in names and places < POSITIONS:
                parts += [text[end : match.start()], names[match.group()]]
                places, end = places + 1, match.end()
        paragraphs.append([*parts, text[end:]])
    assert places == POSITIONS, f"{places} places"
    used = {name for parts in paragraphs for name in parts[1::2]}
    return Material(paragraphs * times, {name: text for text, name in names.items() if name in used})


def _paragraphs() -> list[str]:
    pack = Pack()
    found = []
    for region in ("中山区", "金山区", "平湖市"):
        brief = load_brief(ROOT / "samples" / f"{region}.yaml", pack.vocabulary)
        found += [
            b.text
            for b in compose(brief, pack, pack.genre("work_report")).blocks
            if len(b.text) > 30 and "\n" not in b.text
        ]
    return found


def values_of(number: int, given: Material) -> dict[str, str]:
    """Return other values for one of many distinct reports."""
    return {
        name: str(int(value) + number) if name[0] == "n" else f"{value}{number}"
        for name, value in given.values.items()
    }


def write_pack(folder: Path, given: Material) -> None:
    """Write the pack of the report: one skeleton with a place for every value."""
    sections = folder / "genres" / GENRE / "sections"
    sections.mkdir(parents=True, exist_ok=True)
    genre = {
        "name": "基准报告",
        "file_name": "{{ region }}基准报告",
        "head": [{"kind": "title", "text": TITLE}],
        "outline": [{"section": "opening"}],
    }
    (folder / "genres" / GENRE / "genre.yaml").write_text(yaml.safe_dump(genre, allow_unicode=True), "utf-8")
    lines = ["".join(_slot(p) if n % 2 else p for n, p in enumerate(parts)) for parts in given.paragraphs]
    (sections / "opening.1.j2").write_text("\n\n".join(lines) + "\n", "utf-8")
    facts = {name: {"label": name, "kind": "text"} for name in given.values if name[0] == "p"}
    fields = {"fields": {"facts": {"fields": facts}}}
    (folder / "brief.yaml").write_text(yaml.safe_dump(fields, allow_unicode=True), "utf-8")


def _slot(name: str) -> str:
    return f"{{{{ f.{name} }}}}" if name[0] == "n" else f"{{{{ facts.{name} }}}}"


def brief_text(values: dict[str, str], number: int = 0) -> str:
    """Return the brief of one report."""
    place = f"第{number}县"
    figures = {n: {"value": int(v), "label": n, "unit": "件"} for n, v in values.items() if n[0] == "n"}
    data = {
        "region": place,
        "organ": {"place": place, "level": "县"},
        "year": 2024,
        "session": {"term": 7, "number": 4},
        "figures": figures,
        "facts": {n: v for n, v in values.items() if n[0] == "p"},
    }
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, default_flow_style=None, width=10_000)


def write_briefs(folder: Path, count: int, given: Material) -> None:
    """Write the briefs of many distinct reports."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"{number:05}.yaml").write_text(brief_text(values_of(number, given), number), "utf-8")


def parts_of(docx: bytes) -> dict[str, bytes]:
    """Return the parts of a package."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return {name: package.read(name) for name in package.namelist()}


def template_parts(docx: bytes, given: Material) -> dict[str, str]:
    """Return our file's parts as a template: values as `{{ name }}`, whole runs, no bookmarks of ours."""
    parts = {name: data.decode() for name, data in parts_of(docx).items()}
    body = re.sub(r"<w:bookmark(?:Start|End)[^>]*/>", "", parts["word/document.xml"])
    body = body.replace('</w:t></w:r><w:r><w:t xml:space="preserve">', "")
    for plain, filled in zip(given.text(given.values), given.filled("{{ ", " }}"), strict=True):
        assert f">{plain}<" in body
        body = body.replace(f">{plain}<", f">{filled}<", 1)
    return {**parts, "word/document.xml": body}


def usual_template(given: Material) -> bytes:
    """Return a template with the same content as people begin one: in python-docx's default document."""
    from docx import Document

    document = Document()
    for text in given.filled("{{ ", " }}"):
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def write_list(path: Path, count: int) -> None:
    """Write a list of so many regions with the figures of the catalogue, for `draft batch`."""
    keys = [spec.key for spec in Pack().catalogue if not spec.parts]
    rows = [",".join(["region", "year", "organ.place", "session.term", "session.number", *keys])]
    for number in range(count):
        figures = (str(10 + (number * 7 + n * 13) % 90) for n in range(len(keys)))
        rows.append(",".join([f"第{number}县", "2024", f"某省第{number}县", "7", "4", *figures]))
    path.write_text("\n".join(rows) + "\n", "utf-8")
