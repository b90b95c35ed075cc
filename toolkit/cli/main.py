"""The command `draft`: parse, call a task, print, exit. Messages go to stderr, results to stdout.

Engines are imported inside the verbs, so that `draft --help` starts quickly.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.exceptions import TyperException

from toolkit import __version__
from toolkit.cli import batches, checks, editing, figures, versions
from toolkit.cli.chinese import ChineseCommand, ChineseGroup, usage_message
from toolkit.cli.output import Json, Packs, fail, print_json, say
from toolkit.errors import Exit, ToolkitError

app = typer.Typer(
    name="draft",
    cls=ChineseGroup,
    help="政协年度工作报告起草工具：由底稿数据成稿，按 GB/T 9704—2012 排版。全程离线。",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"], "terminal_width": 100},
)
figures_app = typer.Typer(
    cls=ChineseGroup,
    help="数据：目录里有哪些，还缺哪些；核对表、填报表。",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(figures_app, name="figures")

INTERRUPTED = 130  # what shells make of Ctrl-C; the library returns it, too


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and exit with the status that design fixes: 0, 1 or 2."""
    # One verb, then exit: looking for garbage among a report's few objects costs a tenth of the time.
    gc.set_threshold(100_000)
    _harden_streams()
    try:
        status = app(args=arguments, standalone_mode=False, prog_name="draft")
    except ToolkitError as error:
        fail(error.render())
    except TyperException as error:
        fail(usage_message(error))
    except (typer.Abort, KeyboardInterrupt):
        status = INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(Exit.FOUND)
    except OSError as error:
        fail(f"{error.filename or '文件'}: 不能读写（{error.strerror}）")
    if status == INTERRUPTED:
        say("已中止。")
    sys.exit(status if isinstance(status, int) else Exit.DONE)


def _harden_streams() -> None:
    """Let a console of any code page take what we print: what it lacks becomes a question mark."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"draft {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="显示版本。")
    ] = False,
) -> None:
    """Hold the options before any verb."""


@app.command(cls=ChineseCommand)
def new(
    region: Annotated[
        str, typer.Option(metavar="地区", help="地区，如 金山区。有内置底稿的见 draft regions。")
    ] = "",
    genre: Annotated[
        str, typer.Option(metavar="文种", help="文种，见 draft genres；不写时照底稿，再没有就写常委会报告。")
    ] = "",
    year: Annotated[
        int | None,
        typer.Option(metavar="年份", help="报告回顾的年份；不写时，一至三月为上一年，其余为当年。"),
    ] = None,
    figures: Annotated[Path | None, typer.Option(metavar="底稿", help="填好的底稿（YAML）。")] = None,
    pack: Packs = None,
    out: Annotated[
        Path | None, typer.Option(metavar="位置", help="放在哪个文件夹；以 .docx 结尾时是文件名。")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="已有同名文件时重新成稿，旧文件先备份。")] = False,
    variant: Annotated[int, typer.Option(metavar="序号", help="换一套写法：0、1、2……")] = 0,
    as_json: Json = False,
) -> None:
    """成稿：写出底稿和 Word 报告。"""
    from toolkit import tasks

    made = tasks.new(tasks.Request(region.strip(), genre, year, figures, pack or (), out, force, variant))
    if as_json:
        print_json(
            {
                "docx": str(made.docx),
                "brief": str(made.brief),
                "characters": made.report.characters,
                "minutes": made.minutes,
                "placeholders": [
                    {"key": p.key.removeprefix("figures."), "label": p.label, "supplier": p.supplier}
                    for p in made.placeholders
                ],
            }
        )
    _tell(made)


def _tell(made: Any) -> None:
    for note in made.notes:
        say(note)
    if made.backup is not None:
        say(f"旧文件备份在 {made.backup}")
    say(f"报告 {made.docx}")
    say(f"底稿 {made.brief}")
    say(f"共 {made.report.characters} 字，{made.reading}约 {made.minutes} 分钟")
    if not made.placeholders:
        say("没有待填的占位。")
        return
    say(f"待填 {len(made.placeholders)} 处（Word 里有底色，查找“待填”可逐一跳到）：")
    for p in made.placeholders:
        say(f"  〔待填：{p.label}〕" + (f"　找{p.supplier}要" if p.supplier else ""))


for verb in (
    checks.check,
    editing.update,
    editing.pull,
    editing.restore,
    versions.diff,
    versions.merge,
    batches.batch,
):
    app.command(cls=ChineseCommand)(verb)


@app.command(cls=ChineseCommand)
def text(
    report: Annotated[Path, typer.Argument(metavar="报告", help="Word 文件（.docx）。", show_default=False)],
    as_json: Json = False,
) -> None:
    """取出 Word 报告的纯文字，一段一行。"""
    from toolkit.word.read import read_text

    content = read_text(report)
    if as_json:
        print_json({"file": str(report), "text": content})
    else:
        print(content, end="")


@app.command(cls=ChineseCommand)
def decompose(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="报告", help="报告（.docx .txt .md .html），可写几份。", show_default=False),
    ],
    out: Annotated[
        Path | None, typer.Option(metavar="文件夹", help="写出模板包和底稿；不写就只看拆解结果。")
    ] = None,
    pack: Packs = None,
    force: Annotated[bool, typer.Option("--force", help="文件夹里已有同名文件时覆盖。")] = False,
    as_json: Json = False,
) -> None:
    """拆解：认出报告的标题、功能、数据、时间地点；--out 写成模板包和底稿。"""
    from toolkit.cli import apart

    document = apart.run(files, out, pack or (), force=force, told=not as_json)
    if as_json:
        print_json(document)


@app.command(cls=ChineseCommand)
def genres(
    pack: Packs = None,
    functions: Annotated[bool, typer.Option("--functions", help="列出章节功能。")] = False,
    as_json: Json = False,
) -> None:
    """列出文种和出自哪个模板包，或章节功能。"""
    from toolkit.pack.pack import Pack

    loaded = Pack(pack or ())
    if functions:
        _list([{"id": key, "name": name} for key, name in loaded.functions.items()], as_json)
        return
    rows = [_genre_row(loaded, name) for name in loaded.genre_ids()]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        print(f"{row['id']}  {row['name']}  {row['pack']}  骨架 {row['skeletons']} 个")
        for path in row["overlaid"]:
            print(f"    叠加 {path}")


def _genre_row(pack: Any, name: str) -> dict[str, Any]:
    from toolkit.errors import display_path

    genre = pack.genre(name)
    folder, overlaid = pack.provenance(name)
    return {
        "id": name,
        "name": genre.name,
        "pack": "内置" if folder == pack.folders[-1] else display_path(folder),
        "skeletons": len(genre.files),
        "overlaid": [display_path(path) for path in overlaid],
    }


@app.command(cls=ChineseCommand)
def phrases(
    query: Annotated[str, typer.Argument(metavar="词句", help="要找的字词，可写几个。")] = "",
    function: Annotated[str, typer.Option(metavar="功能", help="章节功能。")] = "",
    role: Annotated[str, typer.Option(metavar="用法", help="如 起句、四字格、成效、号召。")] = "",
    limit: Annotated[int, typer.Option(metavar="条数", help="最多列几条。")] = 20,
    pack: Packs = None,
    as_json: Json = False,
) -> None:
    """查语汇：按字词、章节功能和用法找，最贴切的在前。"""
    from toolkit import lookups
    from toolkit.pack.pack import Pack

    found = lookups.find_phrases(Pack(pack or ()), query, function, role, limit)
    if as_json:
        print_json(found)
        return
    if not found:
        say("没有找到。换个说法，或去掉 --function、--role。")
    for row in found:
        print(f"{row['text']}  〔{row['role_name']}〕{row['fits']}")
        print(f"    {row['id']}  {row['provenance']}")


@app.command(cls=ChineseCommand)
def regions(as_json: Json = False) -> None:
    """列出有内置底稿的地区。"""
    from toolkit import tasks

    _list([{"id": name, "name": ""} for name in tasks.sample_regions()], as_json)


def _list(rows: list[dict[str, str]], as_json: bool) -> None:
    if as_json:
        print_json(rows)
        return
    for row in rows:
        print("  ".join(part for part in row.values() if part))


for name, function in figures.VERBS.items():
    figures_app.command(name, cls=ChineseCommand)(function)
