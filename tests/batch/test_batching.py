"""`draft batch` without a terminal: what is made, made again, left alone, and left whole."""

from __future__ import annotations

import datetime
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from toolkit import batching, tasks
from toolkit.batch import stored
from toolkit.batching import Request, Summary, batch
from toolkit.errors import Exit, InputProblems, ToolkitError, WorkspaceError
from toolkit.word.read import read_text

NOW = datetime.datetime(2025, 1, 3, 9, 30, tzinfo=datetime.UTC)
LATER = datetime.datetime(2025, 1, 4, 9, 30, tzinfo=datetime.UTC)
ROOT = Path(__file__).parents[2]
LIST = """\
地区,年份,行政区划全称,session.term,session.number,立案提案,收到提案
金山区,2024,,,,,
朝阳区,2024,北京市朝阳区,14,4,216,250
朝阳区,2024,长春市朝阳区,9,4,100,150
桐庐县,2024,,10,3,123,200余
"""


def _run(tmp_path: Path, text: str = LIST, **given: Any) -> Summary:
    listing = tmp_path / "list.csv"
    listing.write_text(text, encoding="utf-8")
    return batch(Request(listing, tmp_path / "out", **{"jobs": 1, "now": NOW, **given}))


def _files(folder: Path) -> dict[str, bytes]:
    skipped = ("batch.jsonl", ".draft/batch.lock")
    return {
        name: path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and (name := path.relative_to(folder).as_posix()) not in skipped
    }


def _docx(tmp_path: Path, name: str) -> Path:
    return next((tmp_path / "out" / name).glob("*.docx"))


def test_every_row_gets_a_folder_of_its_own(tmp_path: Path) -> None:
    done = _run(tmp_path)
    assert dict(done.counts) == {"made": 4}
    assert done.exit == Exit.DONE
    names = {path.name for path in (tmp_path / "out").iterdir() if path.is_dir()}
    assert names == {".draft", "金山区2024年", "朝阳区2024年", "长春市朝阳区2024年", "桐庐县2024年"}
    assert "第十四届" in read_text(_docx(tmp_path, "朝阳区2024年")).splitlines()[0]


@pytest.mark.parametrize("jobs", [2, 3])
def test_the_number_of_processes_changes_nothing(tmp_path: Path, jobs: int) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    _run(tmp_path / "a")
    _run(tmp_path / "b", jobs=jobs)
    assert _files(tmp_path / "a" / "out") == _files(tmp_path / "b" / "out")


@pytest.mark.parametrize("name", ["桐庐县2024年", "长春市朝阳区2024年", "金山区2024年"])
def test_a_result_is_what_draft_new_makes_of_the_same_brief(tmp_path: Path, name: str) -> None:
    _run(tmp_path)
    made = _files(tmp_path / "out" / name)
    del made[stored.RECORD]
    brief = tmp_path / "out" / name / "brief.yaml"
    tasks.new(tasks.Request(figures=brief, out=tmp_path / "new", now=NOW))
    assert _files(tmp_path / "new") == made
    region = name.removeprefix("长春市").removesuffix("2024年")
    again = tasks.new(tasks.Request(figures=brief, region=region, out=tmp_path / "later", now=LATER))
    parts = [_parts(_docx(tmp_path, name)), _parts(again.docx)]
    assert parts[0].keys() == parts[1].keys()
    assert [part for part in parts[0] if parts[0][part] != parts[1][part]] == ["docProps/core.xml"]


def _parts(docx: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(docx) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def test_a_second_run_does_only_what_is_missing_or_changed(tmp_path: Path) -> None:
    _run(tmp_path)
    before = _files(tmp_path / "out")
    assert dict(_run(tmp_path, now=LATER).counts) == {"unchanged": 4}
    assert _files(tmp_path / "out") == before
    _docx(tmp_path, "金山区2024年").unlink()
    done = _run(tmp_path, LIST.replace("123", "321"), now=LATER)
    assert dict(done.counts) == {"unchanged": 2, "renewed": 2}
    assert "321" in read_text(_docx(tmp_path, "桐庐县2024年"))
    assert dict(_run(tmp_path, LIST.replace("123", "321")).counts) == {"unchanged": 4}


def test_another_pack_makes_everything_anew(tmp_path: Path) -> None:
    _run(tmp_path)
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "functions.yaml").write_text("proposals: 提案\n", encoding="utf-8")
    assert dict(_run(tmp_path, packs=(pack,)).counts) == {"renewed": 4}
    assert dict(_run(tmp_path, packs=(pack,)).counts) == {"unchanged": 4}
    (pack / "functions.yaml").write_text("proposals: 提案办理\n", encoding="utf-8")
    assert dict(_run(tmp_path, packs=(pack,)).counts) == {"renewed": 4}


def test_a_rule_of_the_check_is_no_part_of_a_report(tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    (pack / "rules").mkdir(parents=True)
    assert dict(_run(tmp_path, packs=(pack,)).counts) == {"made": 4}
    (pack / "rules" / "own.yaml").write_text("name: 自定\n", encoding="utf-8")
    assert dict(_run(tmp_path, packs=(pack,)).counts) == {"unchanged": 4}


def test_a_new_program_does_not_ask_for_what_people_have_edited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _run(tmp_path)
    edited = _edit(_docx(tmp_path, "桐庐县2024年"))
    monkeypatch.setattr(batching, "__version__", "9.9")
    assert dict(_run(tmp_path).counts) == {"renewed": 3, "edited": 1}
    assert _docx(tmp_path, "桐庐县2024年").read_bytes() == edited


def _edit(path: Path) -> bytes:
    parts = _parts(path)
    body = parts["word/document.xml"].decode().replace("委员", "委员（人改）", 1)
    with zipfile.ZipFile(path, "w") as package:
        for name, data in {**parts, "word/document.xml": body.encode()}.items():
            package.writestr(name, data)
    return path.read_bytes()


def test_what_a_person_has_edited_is_never_written_over(tmp_path: Path) -> None:
    _run(tmp_path)
    path = _docx(tmp_path, "桐庐县2024年")
    edited = _edit(path)
    assert dict(_run(tmp_path).counts) == {"unchanged": 3, "edited": 1}
    done = _run(tmp_path, LIST.replace("123", "321"))
    assert dict(done.counts) == {"unchanged": 3, "blocked": 1}
    assert done.exit == Exit.FOUND
    assert path.read_bytes() == edited
    assert "有人改过" in done.told[0].problems[0]
    assert "draft update" in done.told[0].problems[0]
    forced = _run(tmp_path, LIST.replace("123", "321"), force=True)
    assert dict(forced.counts) == {"unchanged": 3, "renewed": 1}
    assert [p.read_bytes() for p in path.parent.glob(".draft/backup/*/*.docx")] == [edited]


def test_a_brief_that_a_person_has_filled_in_stays(tmp_path: Path) -> None:
    _run(tmp_path)
    brief = tmp_path / "out" / "桐庐县2024年" / "brief.yaml"
    brief.write_text(brief.read_text(encoding="utf-8").replace("123", "124"), encoding="utf-8")
    _docx(tmp_path, "桐庐县2024年").unlink()
    done = _run(tmp_path)
    assert dict(done.counts) == {"unchanged": 3, "blocked": 1}
    assert "124" in brief.read_text(encoding="utf-8")


def test_a_folder_of_draft_new_is_not_taken_over(tmp_path: Path) -> None:
    made = tasks.new(
        tasks.Request(region="桐庐县", year=2024, out=tmp_path / "out" / "桐庐县2024年", now=NOW)
    )
    before = made.docx.read_bytes()
    done = _run(tmp_path)
    assert dict(done.counts) == {"made": 3, "blocked": 1}
    assert made.docx.read_bytes() == before


def test_a_person_s_other_files_stay_when_a_result_is_renewed(tmp_path: Path) -> None:
    _run(tmp_path)
    note = tmp_path / "out" / "桐庐县2024年" / "便条.txt"
    note.write_text("别忘了", encoding="utf-8")
    _run(tmp_path, LIST.replace("123", "321"))
    assert note.read_text(encoding="utf-8") == "别忘了"


def test_one_bad_row_stops_no_other(tmp_path: Path) -> None:
    text = LIST + "坏县,2024,,abc,2,-3,\n临安区,2024,,8,2,30,40\n"
    done = _run(tmp_path, text, jobs=2)
    assert dict(done.counts) == {"made": 5, "failed": 1}
    assert done.exit == Exit.BAD_INPUT
    problems = "\n".join(done.told[0].problems)
    assert re.search(r"list\.csv:6:10: .*届", problems)
    assert re.search(r"list\.csv:6:16: .*负数", problems)
    assert not (tmp_path / "out" / "坏县2024年").exists()


def test_wrong_headings_stop_everything_before_it_begins(tmp_path: Path) -> None:
    with pytest.raises(InputProblems):
        _run(tmp_path, "地区,立案提按\n桐庐县,3\n")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("year", "expected"), [(2021, {"金山区2021年", "桐庐县2021年"}), (None, {"金山区2024年", "桐庐县2025年"})]
)
def test_a_row_without_a_year_has_that_of_the_run_the_bundled_brief_or_today(
    tmp_path: Path, year: int | None, expected: set[str]
) -> None:
    done = _run(tmp_path, "地区\n金山区\n桐庐县\n", year=year, now=NOW.replace(month=11))
    assert {Path(outcome.folder).name for outcome in done.first} == expected


def test_results_do_not_join_the_list_that_they_are_made_from(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("region: 桐庐县\n", encoding="utf-8")
    with pytest.raises(ToolkitError, match="结果不能放进"):
        batch(Request(tmp_path, tmp_path, jobs=1, now=NOW))


def test_rows_that_are_alike_are_both_made_and_told_of(tmp_path: Path) -> None:
    done = _run(tmp_path, "地区,年份\n桐庐县,2024\n桐庐县,2024\n")
    assert dict(done.counts) == {"made": 2}
    assert (tmp_path / "out" / "桐庐县2024年-2").is_dir()
    assert any("写重" in note for outcome in done.first for note in outcome.notes)


def test_the_log_has_a_line_for_every_row_of_every_run(tmp_path: Path) -> None:
    first = _run(tmp_path)
    assert [row["status"] for row in first.rows()] == ["made"] * 4
    second = _run(tmp_path)
    assert [row["status"] for row in second.rows()] == ["unchanged"] * 4
    lines = [json.loads(line) for line in second.log.read_text(encoding="utf-8").splitlines()]
    assert [line["number"] for line in lines] == [1, 2, 3, 4] * 2
    assert {"row", "region", "year", "folder", "docx", "characters", "problems"} <= lines[0].keys()
    with second.log.open("ab") as file:
        file.write(b'{"row": "cut of')
    assert [row["status"] for row in _run(tmp_path).rows()] == ["unchanged"] * 4


def test_briefs_of_a_folder_and_entries_of_a_yaml_list(tmp_path: Path) -> None:
    listing = tmp_path / "list.yaml"
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "samples").glob("*.yaml"))]
    listing.write_text("---\n".join(texts), encoding="utf-8")
    by_list = batch(Request(listing, tmp_path / "a", jobs=1, now=NOW))
    by_folder = batch(Request(ROOT / "samples", tmp_path / "b", jobs=1, now=NOW))
    assert by_list.counts == by_folder.counts == {"made": len(texts)}
    a, b = _files(tmp_path / "a"), _files(tmp_path / "b")
    briefs = [name for name in b if name.endswith("/brief.yaml")]
    assert len(briefs) == len(texts)
    documents = [name for name in b if name.endswith(".docx")]
    assert [name for name in a if name.endswith(".docx")] == documents
    for name in documents:
        assert (
            _parts(tmp_path / "a" / name)["word/document.xml"]
            == _parts(tmp_path / "b" / name)["word/document.xml"]
        )


def test_two_runs_do_not_share_a_folder(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from toolkit.batch import stored\n"
        "with stored.locked(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "out")], stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    with pytest.raises(WorkspaceError, match="另一个批量成稿"):
        _run(tmp_path)
    other.kill()
    other.wait()
    other.stdout.close()
    assert _run(tmp_path).counts["made"] == 4


def test_a_disk_without_links_gets_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise OSError(1, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    assert _run(tmp_path).counts["made"] == 4
    shapes = {path.read_bytes() for path in (tmp_path / "out").rglob("brief.schema.json")}
    assert len(shapes) == 1


def test_a_mistake_of_ours_is_told_of_its_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = batching.making.draft

    def broken(brief: Any, *args: Any, **more: Any) -> Any:
        if brief.region == "桐庐县":
            raise ZeroDivisionError("x")
        return draft(brief, *args, **more)

    monkeypatch.setattr(batching.making, "draft", broken)
    done = _run(tmp_path)
    assert dict(done.counts) == {"made": 3, "failed": 1}
    assert "请把这一行发给维护者" in done.told[0].problems[0]


def _long(count: int) -> str:
    return "地区,年份,立案提案\n" + "".join(f"第{n}县,2024,{n}\n" for n in range(count))


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_broken_off_leaves_whole_files_and_goes_on(
    tmp_path: Path, sent: signal.Signals
) -> None:
    count = 60
    listing, out = tmp_path / "list.csv", tmp_path / "out"
    listing.write_text(_long(count), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "toolkit",
        "batch",
        str(listing),
        "--out",
        str(out),
        "--jobs",
        "2",
        "--json",
    ]
    chance = random.Random(7)
    broken_off = 0
    for _ in range(3):
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        _wait_for(out, chance.randrange(1, 25), process)
        process.send_signal(sent)
        _, said = process.communicate()
        broken_off += process.returncode not in (0, 1, 2)
        if sent == signal.SIGINT and process.returncode == 130:
            assert "接着做" in said.decode()
        for path in out.rglob("*.docx"):
            if ".draft" not in path.parts:
                _parts(path)
                assert (path.parent / "brief.yaml").is_file()
    assert broken_off
    whole = {path: path.stat().st_mtime_ns for path in out.glob("*/*.docx")}
    done = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)
    assert done["made"] == count - len(whole)
    assert done["unchanged"] == len(whole)
    assert {path: path.stat().st_mtime_ns for path in whole} == whole
    assert len(list(out.glob("*/*.docx"))) == count
    assert not (out / ".draft" / "staging").exists()


def _wait_for(out: Path, more: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until so many more results are there, or the run is over."""
    wanted = len(list(out.glob("*/*.docx"))) + more
    deadline = time.monotonic() + 60
    while len(list(out.glob("*/*.docx"))) < wanted and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)


def test_a_renewal_that_was_killed_between_two_files_is_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _run(tmp_path)
    write_all = stored.write_all

    def killed(contents: Any) -> None:
        write_all(dict(list(contents.items())[:2]))
        raise KeyboardInterrupt

    monkeypatch.setattr(stored, "write_all", killed)
    _run(tmp_path, LIST.replace("123", "321"))
    monkeypatch.setattr(stored, "write_all", write_all)
    done = _run(tmp_path, LIST.replace("123", "321"))
    assert dict(done.counts) == {"unchanged": 3, "renewed": 1}
    assert "321" in read_text(_docx(tmp_path, "桐庐县2024年"))
