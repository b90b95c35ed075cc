"""The verbs for several versions of a Word file: diff, merge."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from toolkit.cli.output import Json, print_json, say, shortened
from toolkit.errors import Exit, display_path

if TYPE_CHECKING:
    from toolkit.comparing import Compared, Difference
    from toolkit.merging import Merged

SHOWN = 6  # changes of a section that are listed

Old = Annotated[Path, typer.Argument(metavar="旧稿", help="Word 文件（.docx）。", show_default=False)]
New = Annotated[Path, typer.Argument(metavar="新稿", help="Word 文件（.docx）。", show_default=False)]
Base = Annotated[
    Path, typer.Argument(metavar="原稿", help="发出去征求意见的那份 Word 文件。", show_default=False)
]
Copies = Annotated[
    list[Path],
    typer.Argument(metavar="改稿", help="各人改好退回的 Word 文件，一份或多份。", show_default=False),
]


def diff(
    old: Old,
    new: New,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="文件", help="写到哪里；不写时是新稿旁边的“新稿名.花脸稿.docx”。已有的文件不覆盖。"
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """花脸稿：比较两份稿子，写出带修订的 Word 文件，并分章节列出改动，数据的改动列在最前。

    两份稿子可以是任何人写的。原有的修订按全部接受来比；页眉页脚、脚注和格式不比。
    花脸稿里全部接受就是新稿的文字，全部拒绝就是旧稿的文字。
    """
    from toolkit import comparing

    done = comparing.compare(old, new, out)
    if as_json:
        print_json(_diff_json(done))
    else:
        _tell_diff(done)


def _diff_json(done: Compared) -> dict[str, Any]:
    return {
        "file": str(done.file),
        "count": len(done.differences),
        "figures": [
            {
                "label": f.label,
                "old": f.old,
                "new": f.new,
                "section": f.section,
                "paragraph": f.paragraph,
            }
            for f in done.figures
        ],
        "sections": [
            {
                "heading": heading,
                "count": len(rows),
                "changes": [
                    {"kind": d.kind, "paragraph": d.paragraph, "old": d.old, "new": d.new} for d in rows
                ],
            }
            for heading, rows in done.sections
        ],
        "notes": list(done.notes),
    }


def _tell_diff(done: Compared) -> None:
    for note in done.notes:
        say(note)
    if done.figures:
        print(f"数据改动 {len(done.figures)} 处：")
    for f in done.figures:
        print(f"    {f.label + '　' if f.label else ''}{f.old} → {f.new}　（第{f.paragraph}段）")
    for heading, rows in done.sections:
        print(f"{heading or '（开头）'}：{len(rows)} 处改动")
        for d in rows[:SHOWN]:
            print(f"    第{d.paragraph}段　{d.kind}　{_words(d)}".rstrip())
        if len(rows) > SHOWN:
            print(f"    ……还有 {len(rows) - SHOWN} 处")
    say("两份稿子的文字完全相同。" if not done.differences else f"共 {len(done.differences)} 处改动。")
    say(f"花脸稿 {display_path(done.file)}")


def _words(difference: Difference) -> str:
    old, new = shortened(difference.old), shortened(difference.new)
    return f"{old} → {new}" if old and new else old or new


def merge(
    base: Base,
    copies: Copies,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="文件", help="写到哪里；不写时是原稿旁边的“原稿名.汇总稿.docx”。已有的文件不覆盖。"
        ),
    ] = None,
    names: Annotated[
        str, typer.Option(metavar="甲,乙", help="各改稿的修改人，按顺序用逗号隔开；不写时从文件里认。")
    ] = "",
    as_json: Json = False,
) -> int:
    """汇总：把各人退回的改稿并成一份，每个人的改动是记在其名下的修订，批注也带过来。

    两人把同一句改得不一样时，用前一份的，后一份的写法放进批注，并列出来（退出状态 1）。
    修改人依次取自 --names、改稿里修订的作者、最后保存者、文件名。原有的修订按全部接受来读；
    改了的字体格式、页眉页脚和新加的脚注不带。
    """
    from toolkit import merging

    given = names.replace("，", ",").replace("、", ",").split(",") if names.strip() else ()
    done = merging.merge(merging.Request(base, copies, out, given))
    if as_json:
        print_json(_merge_json(done))
    else:
        _tell_merge(done)
    return Exit.FOUND if done.overlaps else Exit.DONE


def _merge_json(done: Merged) -> dict[str, Any]:
    return {
        "file": str(done.file),
        "reviewers": [{"name": r.name, "file": str(r.file), "changes": r.changes} for r in done.reviewers],
        "overlaps": [{"paragraph": o.paragraph, "texts": dict(o.texts)} for o in done.overlaps],
        "notes": list(done.notes),
    }


def _tell_merge(done: Merged) -> None:
    for note in done.notes:
        say(note)
    for r in done.reviewers:
        print(f"{r.name}：{r.changes} 处改动　（{display_path(r.file)}）")
    for o in done.overlaps:
        print(f"重叠　第{o.paragraph}段")
        for name, text in o.texts.items():
            print(f"    {name}：{shortened(text)}")
    if done.overlaps:
        say(f"有 {len(done.overlaps)} 处几个人改得不一样：文中用前一份的，其余写在批注里，请逐处定夺。")
    say(f"汇总稿 {display_path(done.file)}")
