"""The standard's values, their tolerances, and the words that tell one part of a report from another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from toolkit.errors import Location, Problem, TemplateError, display_path
from toolkit.pack.pack import Pack

FILE = "norms.yaml"


@dataclass(frozen=True)
class Norms:
    """`values` is `templates/norms.yaml`; of `templates/recognition.yaml` heads and parts are used."""

    values: Mapping[str, Any]
    recognition: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        """Return a block of the file."""
        return self.values[name]

    @cached_property
    def families(self) -> Mapping[str, re.Pattern[str]]:
        """What the names of a family's fonts look like, by the family's name; the first that fits counts."""
        return {name: re.compile(row["like"], re.IGNORECASE) for name, row in self.values["families"].items()}

    @cached_property
    def exact(self) -> Mapping[str, str]:
        """The family of every font whose exact name is known, by that name in small letters."""
        rows = self.values["families"].items()
        return {font.lower(): name for name, row in rows for font in row["names"]}

    def family(self, font: str) -> str:
        """Return the family that a font belongs to by its name, else the name itself."""
        if font not in self._known:
            exact = self.exact.get(font.lower())
            found = (name for name, like in self.families.items() if like.search(font))
            self._known[font] = exact or next(found, font)
        return self._known[font]

    @cached_property
    def _known(self) -> dict[str, str]:
        return {"": ""}

    @cached_property
    def patterns(self) -> Mapping[str, re.Pattern[str]]:
        """The words of `parts` compiled, those of the head and the parts of recognition.yaml with them."""
        heads = {name: re.compile(text) for name, text in self.recognition["head"].items()}
        own = {name: re.compile(text) for name, text in self.values["parts"].items()}
        return {**heads, "part": re.compile(self.recognition["headings"]["parts"]), **own}

    @cached_property
    def levels(self) -> list[re.Pattern[str]]:
        """What the numbers of headings look like, level by level."""
        return [re.compile(row["number"]) for row in self.values["headings"]]


def norms(pack: Pack) -> Norms:
    """Return the norms of a pack.

    Raises:
        TemplateError: the file lacks something, or a pattern is broken.
    """
    found = Norms(pack.mapping(FILE), pack.mapping("recognition.yaml"))
    try:
        for block in BLOCKS:
            found[block]
        _ = found.families, found.exact, found.patterns, found.levels
    except (KeyError, TypeError, AttributeError, re.error) as error:
        place = Location(display_path(pack.find(FILE)))
        said = f"缺少 {error}" if isinstance(error, KeyError) else f"内容不合要求：{error}"
        raise TemplateError([Problem(place, said, "对照内置的同名文件")]) from error
    return found


BLOCKS = (
    "page", "families", "texts", "headings", "indents", "line_spacing", "colour",
    "page_number", "length", "parts", "blanks", "style_names", "latin", "stretch", "signature", "caption",
    "epigraph", "sizes", "lead",
)  # fmt: skip
