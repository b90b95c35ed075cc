"""The verbs that live with an edited Word file: update, pull, restore."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from toolkit.cli.output import Json, Packs, Report, print_json, say, shortened
from toolkit.errors import Exit, display_path

if TYPE_CHECKING:
    from toolkit.pulling import Pulled
    from toolkit.updating import Updated

Figures = Annotated[Path | None, typer.Option(metavar="底稿", help="底稿（YAML）；不写时用报告旁边的那份。")]
Base = Annotated[
    Path | None,
    typer.Option(metavar="文件", help="成稿记录丢了时，指定当初生成、没有改过的那份 Word 文件。"),
]


def update(
    report: Report,
    figures: Figures = None,
    pack: Packs = None,
    base: Base = None,
    track: Annotated[
        bool,
        typer.Option(
            "--track/--no-track", help="改动写成修订并加批注（不写时如此），或直接改。", show_default=False
        ),
    ] = True,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只列出会改什么，不动文件。")] = False,
    as_json: Json = False,
) -> int:
    """换数：把底稿的新数据写进改过的 Word 报告，人改过的一处不丢。"""
    from toolkit import updating

    done = updating.update(updating.Request(report, figures, pack or (), base, track, dry_run))
    if as_json:
        print_json(_update_json(done))
    else:
        _tell_update(done, dry_run=dry_run, track=track)
    return Exit.FOUND if done.conflicts else Exit.DONE


def _update_json(done: Updated) -> dict[str, Any]:
    return {
        "file": str(done.docx),
        "changed": [
            {"key": c.key or None, "old": c.old, "new": c.new, "paragraph": c.paragraph} for c in done.changed
        ],
        "kept": [{"paragraph": n or None, "text": k.text, "why": k.why} for n, k in done.kept],
        "conflicts": [
            {"paragraph": n, "edited": c.edited, "regenerated": c.regenerated, "why": c.why}
            for n, c in done.conflicts
        ],
    }


def _tell_update(done: Updated, *, dry_run: bool, track: bool) -> None:
    for section, rows in groupby(done.changed, key=lambda c: c.section):
        say(section or "（开头）")
        for c in rows:
            name = f"{c.label}　" if c.label else ""
            say(f"  第{c.paragraph}段　{name}{_became(c.old, c.new)}")
    for number, kept in done.kept:
        say(f"保留　{f'第{number}段' if number else '已删去'}　{shortened(kept.text)}：{kept.why}")
    for number, conflict in done.conflicts:
        say(f"冲突　第{number}段　{shortened(conflict.edited)}：{conflict.why}")
    say(_summary(done, dry_run=dry_run, track=track))
    if done.conflicts:
        say(f"有 {len(done.conflicts)} 处您和新数据都改了：保留您的写法，缘由和新写法在批注里，请逐处定夺。")
    if done.backup:
        say(f"改动前的文件在 {display_path(done.backup)}，要退回：draft restore {display_path(done.docx)}")


def _became(old: str, new: str) -> str:
    return f"{shortened(old) or '（新增）'} → {shortened(new) or '（删去）'}"


def _summary(done: Updated, *, dry_run: bool, track: bool) -> str:
    if not done.changed:
        return "正文没有改动。" if done.conflicts else "没有要改的。"
    if dry_run:
        return f"以上共 {len(done.changed)} 处会改，文件没有动。"
    return f"共改 {len(done.changed)} 处，" + (
        "写成修订，在 Word 里逐处接受或拒绝。" if track else "已直接改好。"
    )


def pull(
    report: Report,
    figures: Figures = None,
    pack: Packs = None,
    base: Base = None,
    learn: Annotated[
        Path | None, typer.Option(metavar="文件夹", help="把新写法存成语汇，放进这个模板包。")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只列出会收回什么，不动文件。")] = False,
    as_json: Json = False,
) -> int:
    """收数：把在 Word 里改过的数据收回底稿，底稿的批注和次序不动；并列出新写法。"""
    from toolkit import pulling

    done = pulling.pull(pulling.Request(report, figures, pack or (), base, learn, dry_run))
    if as_json:
        print_json(
            {
                "brief": str(done.brief),
                "changed": [{"key": c.key, "old": c.old, "new": c.new} for c in done.changed],
                "disagreements": [
                    {"key": d.key, "values": list(d.values), "why": d.why} for d in done.disagreements
                ],
                "wording": [
                    {"paragraph": w.line + 1 or None, "before": w.before, "after": w.after}
                    for w in done.wording
                ],
            }
        )
    else:
        _tell_pull(done, dry_run=dry_run)
    return Exit.FOUND if done.disagreements else Exit.DONE


def _tell_pull(done: Pulled, *, dry_run: bool) -> None:
    for c in done.changed:
        say(f"{c.key}　{c.label}　{c.old or '（空）'} → {c.new}")
    for d in done.disagreements:
        say(f"没有收回　{d.key}　{d.label}：{'、'.join(d.values)}。{d.why}")
    for w in done.wording:
        place = f"第{w.line + 1}段" if w.line >= 0 else "删去"
        say(f"写法　{place}　{_became(w.before, w.after)}")
    if not done.changed:
        say("没有要收回的数据。")
    else:
        say(f"{'会' if dry_run else '已'}收回 {len(done.changed)} 个数据到 {display_path(done.brief)}。")
    for path in done.learned:
        say(f"新写法{'会' if dry_run else '已'}存到 {display_path(path)}。")
    if done.backup:
        say(f"改动前的底稿在 {display_path(done.backup)}")


def restore(
    report: Report,
    listed: Annotated[bool, typer.Option("--list", help="只列出有哪些可退回的时间点。")] = False,
    to: Annotated[str, typer.Option(metavar="时间点", help="退回到哪一个；不写时是最近的。")] = "",
    as_json: Json = False,
) -> None:
    """退回：把报告恢复成上一次换数之前的样子。"""
    from toolkit import restoring

    if listed:
        points = restoring.points(report)
        if as_json:
            print_json([{"name": p.name, "files": [f.name for f in p.files]} for p in points])
            return
        for point in points:
            print(f"{point.name}  {'、'.join(f.name for f in point.files)}")
        if not points:
            say("没有可退回的时间点。")
        return
    point, saved = restoring.restore(report, to)
    if as_json:
        print_json({"file": str(report), "restored": point.name, "saved": saved.name if saved else None})
        return
    say(f"已退回到 {point.name}。")
    if saved:
        say(f"退回前的文件也留了一份：{display_path(saved)}")
