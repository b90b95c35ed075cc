"""The command line as a clerk and a script meet it: status, streams, JSON, Chinese."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from toolkit import __version__
from toolkit.brief.jsonschema import json_schema
from toolkit.pack.pack import Pack
from toolkit.tasks import sample_regions
from toolkit.word.read import read_text

ROOT = Path(__file__).parents[2]
VERBS = [
    [],
    ["new"],
    ["check"],
    ["batch"],
    ["text"],
    ["update"],
    ["pull"],
    ["restore"],
    ["diff"],
    ["merge"],
    ["decompose"],
    ["genres"],
    ["regions"],
    ["figures"],
    ["figures", "list"],
    ["figures", "schema"],
    ["figures", "ledger"],
    ["figures", "form"],
    ["figures", "import"],
]
# Words of the commands themselves; any other English word in a help text is the library's.
OURS = re.compile(
    r"--?[a-z][\w-]*|draft( \w+)*|^  [a-z]+  |work_report|GB/T|Word|JSON|Schema|YAML|CSV|XLSX"
    r"|error|warning|(?:brief|accepted)\.yaml|\.(?:docx|txt|md|html|xlsx|csv|draft)",
    re.MULTILINE,
)


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what earlier runs left in the user's cache out of these tests."""
    monkeypatch.setenv("DRAFT_CACHE", "off")


def _process(
    *arguments: str | Path, folder: Path, encoding: str = "utf-8"
) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "toolkit", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=120)


# -- new -----------------------------------------------------------------------------------


def test_new_writes_the_report_and_tells_people_on_stderr(run: Any, tmp_path: Path) -> None:
    status, out, err = run("new", "--region", "金山区", "--out", tmp_path / "out")
    assert (status, out) == (0, "")
    (docx,) = (tmp_path / "out").glob("*.docx")
    assert f"报告 {docx}\n底稿 {tmp_path / 'out' / 'brief.yaml'}\n" in err


def test_new_json_is_what_the_contract_says(run: Any, tmp_path: Path) -> None:
    status, out, err = run("new", "--region", "桐庐县", "--out", tmp_path / "a.docx", "--json")
    made = json.loads(out)
    assert status == 0
    assert list(made) == ["docx", "brief", "characters", "minutes", "placeholders"]
    assert (made["docx"], made["brief"]) == (str(tmp_path / "a.docx"), str(tmp_path / "a.brief.yaml"))
    text = read_text(tmp_path / "a.docx")
    assert made["characters"] == len(re.sub(r"\s", "", text))
    assert {tuple(row) for row in made["placeholders"]} == {("key", "label", "supplier")}
    labels = {row["label"] for row in made["placeholders"]}
    assert labels == set(re.findall(r"〔待填：([^〕]+)〕", text))
    assert f"待填 {len(labels)} 处" in err


def test_placeholder_keys_of_figures_are_those_of_the_catalogue(run: Any, tmp_path: Path, pack: Pack) -> None:
    _, out, _ = run("new", "--region", "桐庐县", "--out", tmp_path, "--json")
    keys = {row["key"] for row in json.loads(out)["placeholders"]}
    assert [key for key in keys if key.startswith("figures.")] == []
    assert [key for key in keys if key in pack.catalogue] != []


def test_new_refuses_to_overwrite_and_names_force(run: Any, tmp_path: Path) -> None:
    assert run("new", "--region", "金山区", "--out", tmp_path)[0] == 0
    status, out, err = run("new", "--region", "金山区", "--out", tmp_path, "--json")
    assert (status, out) == (2, "")
    assert "没有改动任何文件" in err
    assert "--force" in err
    status, _, err = run("new", "--region", "金山区", "--out", tmp_path, "--force")
    assert status == 0
    assert f"旧文件备份在 {tmp_path / '.draft' / 'backup'}" in err


def test_new_lists_every_mistake_of_a_brief_with_its_place(run: Any, tmp_path: Path) -> None:
    brief = tmp_path / "b.yaml"
    brief.write_text("region: 金山区\nyear: abc\nnonsense: 1\n", encoding="utf-8")
    status, out, err = run("new", "--figures", brief, "--out", tmp_path / "out", "--json")
    assert (status, out) == (2, "")
    assert f"{brief}:2:7: " in err
    assert f"{brief}:3:1: " in err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("below", "said"),
    [
        ("档案/x", "不能写入，同名的文件挡住了文件夹"),
        ("档案/x.docx", "不能写入，同名的文件挡住了文件夹"),
        ("名" * 300, "不能读写"),
        ("名" * 300 + ".docx", "不能读写"),
    ],
)
def test_an_out_that_cannot_be_written_is_told(below: str, said: str, run: Any, tmp_path: Path) -> None:
    (tmp_path / "档案").touch()
    status, out, err = run("new", "--region", "金山区", "--out", tmp_path / below, "--json")
    assert (status, out) == (2, "")
    assert said in err
    assert [path.name for path in tmp_path.iterdir()] == ["档案"]


def test_a_folder_without_permission_is_told(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("toolkit.workspace.tempfile.mkstemp", denied)
    status, out, err = run("new", "--region", "金山区", "--out", tmp_path, "--json")
    assert (status, out) == (2, "")
    assert "没有权限" in err


@pytest.mark.parametrize("figures", ["没有.yaml", "档案/b.yaml", ".", "名" * 300])
def test_figures_that_cannot_be_read_are_told(
    figures: str, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "档案").touch()
    status, out, err = run("new", "--figures", figures, "--json")
    assert (status, out) == (2, "")
    assert err.startswith(f"{figures}: ")


# -- text, genres, regions, figures ----------------------------------------------------------


def test_text_prints_a_paragraph_a_line(run: Any, tmp_path: Path) -> None:
    run("new", "--region", "金山区", "--out", tmp_path / "a.docx")
    text = read_text(tmp_path / "a.docx")
    assert run("text", tmp_path / "a.docx") == (0, text, "")
    status, out, err = run("text", tmp_path / "a.docx", "--json")
    assert (status, json.loads(out), err) == (0, {"file": str(tmp_path / "a.docx"), "text": text}, "")


@pytest.mark.parametrize("name", ["没有.docx", "坏.docx", "."])
def test_text_of_no_document_is_told(name: str, run: Any, tmp_path: Path) -> None:
    (tmp_path / "坏.docx").write_bytes(b"PK")
    status, out, err = run("text", tmp_path / name, "--json")
    assert (status, out) == (2, "")
    assert err.startswith(f"{tmp_path / name}: ")


def test_genres_are_listed_with_their_names(run: Any, pack: Pack) -> None:
    names = {name: pack.genre(name).name for name in pack.genre_ids()}
    assert names["work_report"] == "常委会工作报告"
    lines = [line.split("  ")[:2] for line in run("genres")[1].splitlines()]
    assert lines == [[key, name] for key, name in names.items()]
    rows = json.loads(run("genres", "--json")[1])
    assert [[row["id"], row["name"]] for row in rows] == lines


def test_section_functions_are_listed_with_their_names(run: Any, pack: Pack) -> None:
    rows = json.loads(run("genres", "--functions", "--json")[1])
    assert {row["id"]: row["name"] for row in rows} == dict(pack.functions)
    assert run("genres", "--functions")[1].count("\n") == len(pack.functions)


def test_regions_are_listed(run: Any) -> None:
    assert run("regions") == (0, "".join(f"{name}\n" for name in sample_regions()), "")
    assert [row["id"] for row in json.loads(run("regions", "--json")[1])] == sample_regions()


def test_figures_list_shows_the_catalogue(run: Any, pack: Pack) -> None:
    rows = json.loads(run("figures", "list", "--json")[1])
    assert [row["key"] for row in rows] == [spec.key for spec in pack.catalogue]
    shown = {tuple(row) for row in rows}
    assert shown == {
        ("key", "label", "unit", "definition", "supplier", "sections", "relations", "derived_from")
    }
    lines = run("figures", "list")[1].splitlines()
    assert [line.split("  ")[0] for line in lines] == [row["key"] for row in rows]
    assert [line.endswith("由程序算出") for line in lines] == [bool(row["derived_from"]) for row in rows]


def test_figures_list_missing_leaves_out_what_the_brief_has(run: Any, tmp_path: Path) -> None:
    brief = tmp_path / "b.yaml"
    required = "region: 甲县\norgan: {place: 甲县, level: 县}\nyear: 2024\nsession: {term: 1, number: 2}\n"
    brief.write_text(f"{required}figures:\n  proposal_received: 9\n", encoding="utf-8")
    status, out, _ = run("figures", "list", "--missing", brief, "--json")
    rows = json.loads(out)
    assert status == 0
    assert "proposal_filed" in {row["key"] for row in rows}
    assert [row for row in rows if row["key"] == "proposal_received" or row["derived_from"]] == []


def test_figures_schema_is_the_schema_of_the_brief(run: Any, pack: Pack) -> None:
    status, out, err = run("figures", "schema")
    assert (status, json.loads(out), err) == (0, json_schema(pack.vocabulary), "")


@pytest.mark.parametrize("arguments", [["genres"], ["figures", "list"], ["figures", "schema"], ["new"]])
def test_a_pack_that_is_not_there_is_told(arguments: list[str], run: Any) -> None:
    assert run(*arguments, "--pack", "没有") == (
        2,
        "",
        "没有: 没有这个模板包文件夹\n提示：检查 --pack 后面的路径\n",
    )


# -- help, version, usage -------------------------------------------------------------------


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_is_chinese_throughout(verb: list[str], flag: str, run: Any) -> None:
    status, out, err = run(*verb, flag)
    assert (status, err) == (0, "")
    assert out.startswith("用法：draft")
    assert re.findall(r"[A-Za-z]{2,}", OURS.sub("", out)) == []


@pytest.mark.parametrize("verb", [[], ["figures"]])
def test_a_group_without_a_verb_shows_its_help_as_a_mistake(verb: list[str], run: Any) -> None:
    status, out, err = run(*verb)
    assert (status, out) == (2, "")
    assert err.startswith(" ".join(["用法：draft", *verb]))


def test_version(run: Any) -> None:
    assert run("--version") == (0, f"draft {__version__}\n", "")


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        ("new --forc", ["没有选项 --forc", "提示：是不是 --force？", "用法见 draft new --help"]),
        ("--zzz", ["没有选项 --zzz", "用法见 draft --help"]),
        ("text", ["缺少参数 报告", "用法见 draft text --help"]),
        ("text a.docx b.docx", ["多出了参数：b.docx", "用法见 draft text --help"]),
        ("new --year abc", ["选项 --year 的值应是整数", "用法见 draft new --help"]),
        ("new --variant 1.5", ["选项 --variant 的值应是整数", "用法见 draft new --help"]),
        ("new --year", ["选项 --year 后面要写值", "用法见 draft --help"]),
        ("new --force=1", ["选项 --force 后面不写值", "用法见 draft --help"]),
        ("nwe", ["没有命令“nwe”", "提示：是不是 new？", "用法见 draft --help"]),
        ("zzz", ["没有命令“zzz”", "用法见 draft --help"]),
        ("figures lst", ["没有命令“lst”", "提示：是不是 list？", "用法见 draft figures --help"]),
    ],
)
def test_usage_mistakes_are_told_in_chinese(arguments: str, lines: list[str], run: Any) -> None:
    assert run(*arguments.split()) == (2, "", "".join(f"{line}\n" for line in lines))


def test_an_interrupt_ends_without_a_traceback(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("toolkit.tasks.new", interrupted)
    assert run("new", "--region", "金山区") == (130, "", "已中止。\n")


# -- as a process ------------------------------------------------------------------------------


def test_the_module_runs_as_a_process(tmp_path: Path) -> None:
    done = _process("new", "--region", "金山区", "--json", folder=tmp_path)
    made = json.loads(done.stdout.decode())
    assert done.returncode == 0
    assert (tmp_path / made["docx"]).is_file()
    assert "报告 金山区2024年" in done.stderr.decode()


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "cp437", "utf-8"])
def test_a_console_of_any_code_page_gets_json(encoding: str, tmp_path: Path) -> None:
    done = _process("new", "--region", "桐庐县", "--json", folder=tmp_path, encoding=encoding)
    made = json.loads(done.stdout.decode(encoding))
    assert done.returncode == 0
    assert (tmp_path / made["docx"]).is_file()
    assert "报告人" in {row["label"] for row in made["placeholders"]}


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
@pytest.mark.parametrize("arguments", [["regions"], ["figures", "list"], ["new", "--region", "火星"]])
def test_a_console_of_any_code_page_gets_text(arguments: list[str], encoding: str, tmp_path: Path) -> None:
    done = _process(*arguments, folder=tmp_path, encoding=encoding)
    expected = _process(*arguments, folder=tmp_path)
    assert done.returncode == expected.returncode
    for shown, whole in ((done.stdout, expected.stdout), (done.stderr, expected.stderr)):
        assert shown.decode(encoding) == whole.decode().encode(encoding, "replace").decode(encoding)


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_a_console_of_any_code_page_gets_help(encoding: str, tmp_path: Path) -> None:
    done = _process("new", "--help", folder=tmp_path, encoding=encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"--region" in done.stdout


def test_text_survives_a_console_that_lacks_a_character(tmp_path: Path) -> None:
    from docx import Document

    document = Document()
    document.add_paragraph("𠮷庆")
    document.save(str(tmp_path / "a.docx"))
    done = _process("text", "a.docx", folder=tmp_path, encoding="gbk")
    assert (done.returncode, done.stdout.decode("gbk").splitlines()) == (0, ["?庆"])
    whole = _process("text", "a.docx", "--json", folder=tmp_path, encoding="gbk")
    assert json.loads(whole.stdout.decode("gbk"))["text"] == "𠮷庆\n"


def test_a_reader_that_goes_away_causes_no_traceback(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "toolkit", "figures", "schema"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


@pytest.mark.parametrize("arguments", [["nwe"], ["new", "--region", "火星"], ["text", "没有.docx"]])
def test_mistakes_exit_with_2_and_no_traceback(arguments: list[str], tmp_path: Path) -> None:
    done = _process(*arguments, folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []
