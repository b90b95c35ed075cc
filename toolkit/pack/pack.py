"""A pack: the folder with genres, skeletons, catalogues and layout; later packs overlay earlier ones."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from toolkit import cache
from toolkit.brief.load import Vocabulary
from toolkit.brief.schema import schema
from toolkit.brief.source import FAST, read_text
from toolkit.errors import Location, Problem, TemplateError, ToolkitError, display_path, suggest
from toolkit.figures import Catalogue, catalogue
from toolkit.pack.calendar import Calendar
from toolkit.pack.formulations import Formulations
from toolkit.pack.genre import Genre
from toolkit.pack.phrases import PhraseBank, phrase_files
from toolkit.resources import data_folder

RULES = "rules"  # folder of what a finished report is checked by


class Pack:
    """The built-in pack, overlaid by the folders given; everything is read when first asked for."""

    def __init__(self, overlays: Sequence[Path] = ()) -> None:
        for folder in overlays:
            if not folder.is_dir():
                raise ToolkitError(f"{display_path(folder)}: 没有这个模板包文件夹", "检查 --pack 后面的路径")
        self.folders = (*reversed(overlays), data_folder("templates"))

    def find(self, name: str) -> Path:
        """Return the file that counts: that of the last pack which has it.

        Raises:
            TemplateError: no pack has the file.
        """
        for folder in self.folders:
            if (folder / name).is_file():
                return folder / name
        place = Location(display_path(self.folders[0] / name))
        raise TemplateError([Problem(place, "模板包里缺少这个文件")])

    def every(self, name: str) -> list[Path]:
        """Return the file of that name in each folder that has it, the built-in one first."""
        paths = [folder / name for folder in reversed(self.folders)]
        return [path for path in paths if path.is_file()]

    def data(self, name: str) -> Any:
        """Return the parsed YAML of the file that counts.

        Raises:
            TemplateError: its YAML is broken.
        """
        return _load(self.find(name))

    def mapping(self, name: str) -> dict[str, Any]:
        """Return a YAML mapping with later packs laid over earlier ones, key by key, at all depths."""
        merged: dict[str, Any] = {}
        for path in self.every(name):
            merged = _laid_over(merged, _load(path))
        return merged

    def rows(self, name: str, block: str, key: str) -> list[Mapping[str, Any]]:
        """Return the rows of a list file; a row of a later pack replaces the one with its key."""
        merged: dict[str, Mapping[str, Any]] = {}
        for path in self.every(name):
            for row in _load(path)[block]:
                merged[row[key]] = row
        return list(merged.values())

    @contextlib.contextmanager
    def _named(self, name: str) -> Iterator[None]:
        """Tell of a row that lacks what it must have by the file it stands in."""
        try:
            yield
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            place = Location(display_path(self.find(name)))
            said = f"有一项缺少 {error}" if isinstance(error, KeyError) else f"内容不合要求：{error}"
            raise TemplateError([Problem(place, said, "对照内置的同名文件")]) from error

    @cached_property
    def functions(self) -> Mapping[str, str]:
        """Section functions with their Chinese names."""
        return self.mapping("functions.yaml")

    @cached_property
    def catalogue(self) -> Catalogue:
        """The figure catalogue."""
        with self._named("figures.yaml"):
            return catalogue({"figures": self.rows("figures.yaml", "figures", "key")})

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What a brief may say under this pack."""
        with self._named("brief.yaml"):
            fields = schema(self.mapping("brief.yaml"))
        return Vocabulary(fields, self.catalogue, self.functions)

    @cached_property
    def formulations(self) -> Formulations:
        """Fixed formulations with their dates."""
        with self._named("formulations.yaml"):
            return Formulations(self.rows("formulations.yaml", "formulations", "id"))

    @cached_property
    def phrases(self) -> PhraseBank:
        """The phrase bank; a row of a later pack replaces the one with its id."""
        rows: dict[str, Mapping[str, Any]] = {}
        for name in phrase_files(self.folders):
            with self._named(name):
                for path in self.every(name):
                    rows.update({row["id"]: row for row in _load(path) or ()})
        return PhraseBank(rows.values())

    @cached_property
    def calendar(self) -> Calendar:
        """Meetings, anniversaries and plan years."""
        return Calendar(self.data("meetings.yaml"))

    @cached_property
    def layout(self) -> Mapping[str, Any]:
        """Page, fonts and styles."""
        return self.mapping("layout.yaml")

    def genre_ids(self) -> list[str]:
        """Return the ids of all genres in all folders of the pack."""
        found = {path.parent.name for folder in self.folders for path in folder.glob("genres/*/genre.yaml")}
        return sorted(found)

    def provenance(self, name: str) -> tuple[Path, list[Path]]:
        """Return the folder that a genre comes from, and the skeletons that other folders gave it."""
        genre = self.genre(name)
        home = self.find(f"genres/{name}/genre.yaml")
        folder = next(folder for folder in self.folders if home.is_relative_to(folder))
        return folder, [path for path in genre.files.values() if not path.is_relative_to(folder)]

    def genre(self, name: str) -> Genre:
        """Return a genre with its outline and the skeletons that exist for it.

        Raises:
            ToolkitError: there is no such genre.
        """
        known = self.genre_ids()
        if name not in known:
            hint = suggest(name, known) or f"可用的文种：{'、'.join(known)}"
            raise ToolkitError(f"没有文种“{name}”", hint)
        path = self.find(f"genres/{name}/genre.yaml")
        if not path.is_relative_to(self.folders[-1]):
            from toolkit.pack.check import check_genre

            check_genre(path, self.functions, self.layout)
        sections: dict[str, Path] = {}
        for folder in reversed(self.folders):
            for section in sorted((folder / "genres" / name / "sections").glob("*.j2")):
                sections[section.name.removesuffix(".j2")] = section
        return Genre(name, _load(path), sections)


def _load(path: Path) -> Any:
    """Parse a YAML file of a pack, or take what an earlier run parsed from the same text."""
    text = read_text(path)
    kept = cache.key("yaml", text) + ".json"
    if (data := cache.read(kept)) is not None:
        with contextlib.suppress(ValueError):
            return json.loads(data)
    try:
        parsed = yaml.load(text, Loader=FAST)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        place = Location(display_path(path), line, column)
        raise TemplateError([Problem(place, f"YAML 写法错误：{error.problem}")]) from error
    with contextlib.suppress(TypeError):
        cache.keep(kept, json.dumps(parsed, ensure_ascii=False).encode())
    return parsed


def _laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        before = merged.get(key)
        if isinstance(before, Mapping) and isinstance(value, Mapping):
            merged[key] = _laid_over(before, value)
        else:
            merged[key] = value
    return merged
