"""Folders: no two rows share one, whatever their names, and a later run finds its own again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.batch.naming import Folders, Identity
from toolkit.errors import ToolkitError

OUT = Path("out")
ROWS = st.tuples(st.sampled_from(["朝阳区", "金山区"]), st.sampled_from(["", "北京市朝阳区", "长春市朝阳区"]),
                 st.sampled_from(["2024", "2025"]), st.sampled_from(["", "year_review"]))  # fmt: skip


class Disk:
    """Folders that earlier runs have made, by the identity in their records."""

    def __init__(self) -> None:
        self.made: dict[str, str] = {}

    def run(self, rows: list[tuple[str, str, str, str]]) -> list[tuple[Identity, str]]:
        folders = Folders(OUT, lambda path: self.made.get(path.name))
        found = []
        for row in rows:
            identity = folders.identity(*row)
            found.append((identity, folders.folder(identity).name))
        return found

    def keep(self, found: list[tuple[Identity, str]]) -> None:
        self.made.update({name: identity.key for identity, name in found})


def test_two_regions_of_one_name_go_by_their_full_names() -> None:
    rows = [
        ("朝阳区", "北京市朝阳区", "2024", ""),
        ("朝阳区", "长春市朝阳区", "2024", ""),
        ("金山区", "", "2024", ""),
    ]
    assert [name for _, name in Disk().run(rows)] == ["朝阳区2024年", "长春市朝阳区2024年", "金山区2024年"]


def test_rows_that_say_the_same_are_numbered_and_genres_named() -> None:
    rows = [("甲县", "", "2024", ""), ("甲县", "", "2024", ""), ("甲县", "", "2024", "year_review")]
    assert [name for _, name in Disk().run(rows)] == ["甲县2024年", "甲县2024年-2", "甲县2024年-year_review"]


@given(st.lists(ROWS, max_size=12), st.data())
def test_no_folder_is_shared_and_every_row_finds_its_own_again(
    rows: list[tuple[str, str, str, str]], data: st.DataObject
) -> None:
    disk = Disk()
    first = disk.run(rows)
    assert len({name for _, name in first}) == len(rows)
    made = data.draw(st.lists(st.sampled_from(first), unique=True)) if first else []
    disk.keep(made)
    again = disk.run([*data.draw(st.lists(ROWS, max_size=3)), *rows])
    assert len({name for _, name in again}) == len(again)
    kept = dict(made)
    for identity, name in again:
        assert kept.get(identity, name) == name


@pytest.mark.parametrize("wanted", ["../x", "/x", "a/../../b", "C:\\x", "..", "\\\\server\\x", "./"])
def test_no_row_writes_outside(wanted: str) -> None:
    folders = Folders(OUT, lambda _: None)
    with pytest.raises(ToolkitError, match="不在 --out 里面"):
        folders.folder(folders.identity("甲县", "", "2024", ""), wanted)


def test_a_folder_of_the_list_is_taken_once() -> None:
    folders = Folders(OUT, lambda _: None)
    assert folders.folder(folders.identity("甲县", "", "2024", ""), "华东/甲?县") == OUT / "华东" / "甲县"
    with pytest.raises(ToolkitError, match="已经用了"):
        folders.folder(folders.identity("乙县", "", "2024", ""), "华东/甲县")
