"""Files and folders: names that Windows takes, writes that leave nothing half done, backups."""

from __future__ import annotations

import datetime
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import workspace
from toolkit.errors import WorkspaceError
from toolkit.workspace import Workspace, back_up, in_the_way, refuse_locked, safe_name, write_all

NOW = datetime.datetime(2025, 1, 6, 9, 30, 5, tzinfo=datetime.UTC)


def _space(folder: Path) -> Workspace:
    return Workspace(folder, folder / "报告.docx", folder / "brief.yaml")


def _files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


# -- names -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("金山区政协2024年常委会工作报告", "金山区政协2024年常委会工作报告"),
        ('a<b>c:d"e/f\\g|h?i*j', "abcdefghij"),
        ("a\nb\x00c\x1fd", "abcd"),
        ("  报告  ", "报告"),
        ("报告...", "报告"),
        ("报告. . ", "报告"),
        ("../../etc", "....etc"),
        ("", "报告"),
        ("???", "报告"),
        ("..", "报告"),
        ("CON", "CON_"),
        ("nul", "nul_"),
        ("com1", "com1_"),
        ("LPT9", "LPT9_"),
        ("CON.2024", "CON_.2024"),
        ("aux .x", "aux _.x"),
        ("COM10", "COM10"),
        ("控" * 200, "控" * 80),
        ("控" * 79 + ".x", "控" * 79),
        ("控" * 79 + " x", "控" * 79),
    ],
)
def test_safe_name(text: str, name: str) -> None:
    assert safe_name(text) == name


@given(st.text())
def test_a_safe_name_is_always_one_that_windows_takes(text: str) -> None:
    name = safe_name(text)
    assert 0 < len(name) <= 81
    assert not set(name) & set('<>:"/\\|?*' + "".join(map(chr, range(32))))
    assert name[-1] not in ". "
    assert name.partition(".")[0].rstrip().upper() not in workspace.RESERVED


@given(st.text(string.ascii_letters + "政协区县", min_size=4, max_size=80))
def test_a_harmless_name_stays(text: str) -> None:
    assert safe_name(text) == text


# -- where files lie ------------------------------------------------------------------------


def test_base_and_schema_lie_in_the_hidden_folder(tmp_path: Path) -> None:
    space = _space(tmp_path)
    assert space.base("urn:draft:abc") == tmp_path / ".draft" / "base" / "abc.json"
    assert space.schema == tmp_path / ".draft" / "brief.schema.json"


def test_in_the_way_are_the_files_that_exist_and_would_be_replaced(tmp_path: Path) -> None:
    space = _space(tmp_path)
    assert in_the_way(space, keep_brief=False) == []
    space.brief.touch()
    assert in_the_way(space, keep_brief=False) == [space.brief]
    assert in_the_way(space, keep_brief=True) == []
    space.docx.touch()
    assert in_the_way(space, keep_brief=True) == [space.docx]
    assert in_the_way(space, keep_brief=False) == [space.docx, space.brief]


# -- writing -------------------------------------------------------------------------------------


def test_write_all_writes_every_file_and_makes_folders(tmp_path: Path) -> None:
    write_all({tmp_path / "a" / "b" / "一.txt": b"1", tmp_path / "二.txt": b"2"})
    assert _files(tmp_path) == ["a/b/一.txt", "二.txt"]
    assert (tmp_path / "a" / "b" / "一.txt").read_bytes() == b"1"


def test_write_all_replaces_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "一.txt").write_bytes(b"old")
    write_all({tmp_path / "一.txt": b"new"})
    assert (tmp_path / "一.txt").read_bytes() == b"new"


def test_a_failure_while_preparing_leaves_every_file_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "一.txt").write_bytes(b"old")
    (tmp_path / "档").write_bytes(b"a file, no folder")
    with pytest.raises(WorkspaceError, match="挡住了文件夹"):
        write_all({tmp_path / "一.txt": b"new", tmp_path / "档" / "二.txt": b"2"})
    assert _files(tmp_path) == ["一.txt", "档"]
    assert (tmp_path / "一.txt").read_bytes() == b"old"


def test_a_full_disk_leaves_every_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "一.txt").write_bytes(b"old")
    monkeypatch.setattr(workspace.os, "fsync", full)
    with pytest.raises(WorkspaceError, match=r"一\.txt: 不能写入（No space left on device）"):
        write_all({tmp_path / "一.txt": b"new"})
    assert _files(tmp_path) == ["一.txt"]
    assert (tmp_path / "一.txt").read_bytes() == b"old"


def _hold(monkeypatch: pytest.MonkeyPatch, held: Path) -> None:
    """Let a rename onto `held` fail as under Windows while Word has it open."""
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if Path(target) == held:
            raise PermissionError(13, "Access is denied")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)


def test_a_document_held_open_is_told_and_no_temporary_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = tmp_path / "报告.docx"
    held.write_bytes(b"old")
    _hold(monkeypatch, held)
    with pytest.raises(WorkspaceError, match=r"报告\.docx: 不能写入") as caught:
        write_all({tmp_path / "a.json": b"1", held: b"new", tmp_path / "brief.yaml": b"2"})
    assert "Word、WPS 打开" in caught.value.hint
    assert held.read_bytes() == b"old"
    assert _files(tmp_path) == ["a.json", "报告.docx"]


# -- lock files --------------------------------------------------------------------------------


@pytest.mark.parametrize("lock", ["~$报告.docx", "~$.docx", ".~报告.docx", ".~lock.报告.docx#"])
def test_a_lock_file_beside_the_document_is_respected(lock: str, tmp_path: Path) -> None:
    (tmp_path / "报告.docx").touch()
    (tmp_path / lock).touch()
    with pytest.raises(WorkspaceError, match=r"报告\.docx: 正被 Word 或 WPS 打开"):
        refuse_locked(tmp_path / "报告.docx")


@pytest.mark.parametrize("present", [["报告.docx"], ["~$报告.docx"], ["报告.docx", "~$别的.docx"], []])
def test_without_both_the_document_and_its_lock_nothing_is_refused(
    present: list[str], tmp_path: Path
) -> None:
    for name in present:
        (tmp_path / name).touch()
    assert refuse_locked(tmp_path / "报告.docx") is None


# -- backups -------------------------------------------------------------------------------------


def test_back_up_keeps_copies_under_the_time(tmp_path: Path) -> None:
    space = _space(tmp_path)
    space.docx.write_bytes(b"docx")
    space.brief.write_bytes(b"brief")
    folder = back_up(space, [space.docx, space.brief], NOW)
    assert folder == tmp_path / ".draft" / "backup" / "20250106-093005"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        "报告.docx": b"docx",
        "brief.yaml": b"brief",
    }
    assert space.docx.read_bytes() == b"docx"


def test_backups_in_the_same_second_get_folders_of_their_own(tmp_path: Path) -> None:
    space = _space(tmp_path)
    folders = []
    for text in (b"1", b"2", b"3"):
        space.docx.write_bytes(text)
        folders.append(back_up(space, [space.docx], NOW))
    assert [folder.name for folder in folders if folder] == [
        "20250106-093005",
        "20250106-093005-2",
        "20250106-093005-3",
    ]
    assert [(folder / "报告.docx").read_bytes() for folder in folders if folder] == [b"1", b"2", b"3"]


def test_nothing_to_back_up_makes_no_folder(tmp_path: Path) -> None:
    assert back_up(_space(tmp_path), [], NOW) is None
    assert list(tmp_path.iterdir()) == []


def test_a_backup_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    space = _space(tmp_path)
    space.docx.touch()
    space.hidden.touch()
    with pytest.raises(WorkspaceError, match="不能写入"):
        back_up(space, [space.docx], NOW)
