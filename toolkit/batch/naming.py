"""Which folder a row's result goes to: no two share one, and a later run finds its own again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from toolkit.errors import ToolkitError
from toolkit.workspace import safe_name


class Identity(NamedTuple):
    """What makes a row's report another one than all others: `number` counts rows that say all the same."""

    region: str
    place: str
    year: str
    genre: str
    number: int = 1

    @property
    def key(self) -> str:
        """The identity in one line, as the record of a folder keeps it."""
        return "/".join((self.place, self.region, self.year, self.genre, str(self.number)))


class Folders:
    """The folders of one run, given out in the order of the list.

    `owner` tells whose folder one is that stands there already, None where that is not known.
    """

    def __init__(self, out: Path, owner: Callable[[Path], str | None]) -> None:
        self.out = out
        self.owner = owner
        self._seen: dict[str, int] = {}
        self._taken: dict[str, str] = {}

    def identity(self, region: str, place: str, year: str, genre: str) -> Identity:
        """Return the identity of the next row that says these."""
        first = Identity(region, place or region, year, genre)
        number = self._seen[first.key] = self._seen.get(first.key, 0) + 1
        return first._replace(number=number)

    def folder(self, identity: Identity, wanted: str = "") -> Path:
        """Return where a row's result goes; `wanted` is what the list says, a path within `out`.

        Raises:
            ToolkitError: the list names a folder that lies outside, or one that another row has.
        """
        if wanted:
            return self._wanted(identity, wanted)
        free = ""
        for name, numbered in _names(identity):
            if numbered and free:
                break
            taken = self._taken.get(name.casefold())
            owner = self.owner(self.out / name) if taken is None else taken
            if owner == identity.key:
                return self._take(name, identity)
            if not free and owner is None:
                free = name
        return self._take(free, identity)

    def _wanted(self, identity: Identity, wanted: str) -> Path:
        given = wanted.replace("\\", "/")
        parts = [safe_name(part) for part in given.split("/") if part not in ("", ".")]
        if not parts or ".." in given.split("/") or given.startswith("/") or ":" in given:
            raise ToolkitError(
                f"文件夹“{wanted}”不在 --out 里面", "写相对的名称，如 金山区2024年 或 华东/金山区"
            )
        name = "/".join(parts)
        taken = self._taken.get(name.casefold())
        if taken is not None and taken != identity.key:
            raise ToolkitError(f"文件夹“{wanted}”前面的一行已经用了", "每行一个文件夹")
        return self._take(name, identity)

    def _take(self, name: str, identity: Identity) -> Path:
        self._taken[name.casefold()] = identity.key
        return self.out / name


MOST = 10_000


def _names(identity: Identity) -> Iterator[tuple[str, bool]]:
    """Yield folder names from the plainest on, and whether one is only numbered.

    As `draft new` calls it, then by the full name, then with the genre.
    """
    year = f"{identity.year}年" if identity.year else ""
    plain = [f"{identity.region}{year}", f"{identity.place}{year}"]
    plain += [f"{name}-{identity.genre}" for name in plain if identity.genre]
    for name in dict.fromkeys(plain):
        yield safe_name(name), False
    for number in range(2, MOST):
        yield safe_name(f"{plain[0]}-{number}"), True
