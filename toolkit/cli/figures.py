"""The verbs of `draft figures`: the catalogue, the ledger, forms for departments and taking them back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from toolkit.cli.editing import Base, Figures
from toolkit.cli.output import Json, Packs, print_json, say, shortened
from toolkit.errors import Exit, display_path

if TYPE_CHECKING:
    from toolkit.importing import Imported
    from toolkit.ledger.rows import Row, Standing
    from toolkit.ledgers import Written

Force = Annotated[bool, typer.Option("--force", help="已有同名文件时覆盖。")]


def listing(
    missing: Annotated[Path | None, typer.Option(metavar="底稿", help="只列这份底稿里还没有的。")] = None,
    pack: Packs = None,
    as_json: Json = False,
) -> None:
    """列出数据目录：键、名称、单位、谁提供。"""
    from toolkit import lookups
    from toolkit.pack.pack import Pack

    loaded = Pack(pack or ())
    keys = lookups.missing_figures(missing, loaded) if missing else [s.key for s in loaded.catalogue]
    specs = [spec for key in keys if (spec := loaded.catalogue.get(key)) is not None]
    if as_json:
        print_json(
            [
                {
                    "key": s.key,
                    "label": s.label,
                    "unit": s.unit,
                    "definition": s.definition,
                    "supplier": s.supplier,
                    "sections": list(s.sections),
                    "relations": list(s.relations),
                    "derived_from": list(s.parts),
                }
                for s in specs
            ]
        )
        return
    for s in specs:
        print(f"{s.key}  {s.label}（{s.unit}）  {s.supplier}" + ("  由程序算出" if s.parts else ""))


def schema(pack: Packs = None) -> None:
    """给出底稿的 JSON Schema（编辑器补全和说明用）。"""
    from toolkit.brief.jsonschema import json_schema
    from toolkit.pack.pack import Pack

    print_json(json_schema(Pack(pack or ()).vocabulary))


# -- the ledger ------------------------------------------------------------------------------------


def ledger(
    report: Annotated[
        Path | None,
        typer.Argument(metavar="报告", help="Word 文件（.docx）；不写时只按底稿做表。", show_default=False),
    ] = None,
    figures: Figures = None,
    pack: Packs = None,
    base: Base = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="位置", help="放在哪个文件夹；以 .docx 或 .xlsx 结尾时只写这一种。"),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="底稿里空着、报告也没用到的数据一并列出。")
    ] = False,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """数据核对表：每个数据的值、上年数、增减、在报告里的位置，按提供部门分页，留签字处。"""
    from toolkit import ledgers

    request = ledgers.Request(report, figures, pack or (), base, out, force, everything)
    done = ledgers.ledger(request)
    if as_json:
        print_json(_ledger_json(report, done))
    else:
        _tell_ledger(done)


def _ledger_json(report: Path | None, done: Written) -> dict[str, Any]:
    return {
        "files": [str(path) for path in done.files],
        "report": str(report) if report else None,
        "brief": str(done.brief),
        "figures": [_row_json(row) for row in done.ledger.rows],
        "unused": list(done.unused),
        "note": done.note or None,
    }


def _row_json(row: Row) -> dict[str, Any]:
    from toolkit.ledger import words

    return {
        "key": row.key,
        "label": row.label,
        "value": row.figure.text if row.figure else None,
        "unit": row.unit,
        "span": (row.figure.span if row.figure else "") or None,
        "previous": str(row.previous) if row.previous is not None else None,
        "change": str(row.change) if row.change is not None else None,
        "growth": str(row.growth) if row.growth is not None else None,
        "supplier": row.supplier,
        "as_of": (row.figure.as_of if row.figure else "") or None,
        "source": (row.figure.source if row.figure else "") or None,
        "definition": words.definition(row),
        "derived": bool(row.how),
        "places": [_place_json(standing) for standing in row.standings],
        "notices": words.notices(row),
    }


def _place_json(standing: Standing) -> dict[str, Any]:
    place = standing.place
    return {
        "paragraph": place.paragraph,
        "section": place.section,
        "text": f"{place.before}{place.value}{place.after}",
        "written": place.value,
        "aspect": standing.aspect or None,
        "agrees": standing.agrees,
        "chart": place.chart or None,
    }


def _tell_ledger(done: Written) -> None:
    from toolkit.ledger import words
    from toolkit.ledger.rows import missing

    if done.note:
        say(done.note)
    for row in done.ledger.rows:
        for notice in words.notices(row):
            say(f"不一致　{row.label}：{notice}")
    departments = [name for name, _ in done.ledger.departments()]
    open_ = missing(done.ledger.rows)
    said = f"核对表共 {len(done.ledger.rows)} 项数据、{len(departments)} 个部门"
    say(said + (f"，待填 {open_} 项。" if open_ else "。"))
    if done.unused:
        say(f"底稿里另有 {len(done.unused)} 项空着、报告没有用到，没有列入（--all 列入）。")
    for path in done.files:
        say(f"写到 {display_path(path)}")


# -- forms -------------------------------------------------------------------------------------------


def form(
    figures: Annotated[
        Path | None, typer.Option(metavar="底稿", help="底稿（YAML）；已有的数先填上。")
    ] = None,
    region: Annotated[str, typer.Option(metavar="地区", help="没有底稿时写地区，如 金山区。")] = "",
    genre: Annotated[
        str, typer.Option(metavar="文种", help="文种，见 draft genres；只问这个文种要用的数据。")
    ] = "",
    year: Annotated[
        int | None,
        typer.Option(metavar="年份", help="问哪一年的数；底稿是上一年的，就把它的数列为上年数。"),
    ] = None,
    pack: Packs = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="位置", help="文件夹：一个部门一个文件；以 .xlsx 结尾：一个文件，一个部门一张表。"
        ),
    ] = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """数据填报表：发给各部门填的电子表格，填好用 draft figures import 收回。"""
    from toolkit import forms

    done = forms.form(forms.Request(figures, region.strip(), genre, year, pack or (), out, force))
    if as_json:
        print_json(
            {
                "files": [
                    {
                        "file": str(path),
                        "supplier": name,
                        "figures": [asked.key for asked in done.asked[name]],
                    }
                    for name, path in done.files.items()
                ]
            }
        )
        return
    for name, path in done.files.items():
        rows = done.asked[name]
        given = sum(bool(row.given) for row in rows)
        say(f"{name}　{len(rows)} 项" + (f"，已有 {given} 项" if given else "") + f"　{display_path(path)}")
    say("填好收回：draft figures import 文件或文件夹 --figures 底稿")


def import_(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="表格",
            help="填好的 .xlsx（或 .csv），可写几个；也可写放着它们的文件夹。",
            show_default=False,
        ),
    ],
    figures: Annotated[
        Path | None, typer.Option(metavar="底稿", help="收进哪份底稿；不写时用表格旁边的 brief.yaml。")
    ] = None,
    pack: Packs = None,
    force: Annotated[bool, typer.Option("--force", help="底稿里已有别的数时以表为准。")] = False,
    skip_unknown: Annotated[
        bool, typer.Option("--skip-unknown", help="目录里没有的名称跳过，不算错。")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只列出会收进什么，不动文件。")] = False,
    as_json: Json = False,
) -> int:
    """收填报表：把部门填好的数和截至日期收进底稿，记下出自哪个文件、哪张表、哪一格。"""
    from toolkit import importing

    done = importing.take_back(importing.Request(files, figures, pack or (), dry_run, force, skip_unknown))
    if as_json:
        print_json(_import_json(done))
    else:
        _tell_import(done, dry_run=dry_run)
    return Exit.FOUND if done.conflicts else Exit.DONE


def _import_json(done: Imported) -> dict[str, Any]:
    return {
        "brief": str(done.brief),
        "files": [str(path) for path in done.files],
        "changed": [
            {"key": t.key, "label": t.label, "old": t.old, "new": t.new, "place": t.place} for t in done.taken
        ],
        "conflicts": [
            {
                "key": c.key,
                "label": c.label,
                "values": [{"value": value, "place": place} for value, place in c.values],
                "why": c.why,
            }
            for c in done.conflicts
        ],
        "skipped": [{"place": s.place, "label": s.label, "hint": s.hint} for s in done.skipped],
        "remarks": [{"label": label, "text": text, "place": place} for label, text, place in done.remarks],
        "same": done.same,
        "completed": done.completed,
        "blank": done.blank,
        "notes": list(done.notes),
    }


def _tell_import(done: Imported, *, dry_run: bool) -> None:
    for t in done.taken:
        say(f"{t.key}　{t.label}　{t.old or '（空）'} → {t.new}　{t.place}")
    for c in done.conflicts:
        values = "、".join(f"{value}（{place}）" for value, place in c.values)
        say(f"没有收　{c.label}：{values}。{c.why}")
    for s in done.skipped:
        say(f"跳过　{s.place}　{shortened(s.label)}：目录里没有。{s.hint}")
    for label, text, place in done.remarks:
        say(f"填报说明　{label}：{shortened(text, 80)}　{place}")
    for note in done.notes:
        say(note)
    will = "会" if dry_run else "已"
    counts = [f"{will}收进 {len(done.taken)} 个数"]
    counts += [f"{done.completed} 个数{will}补上截至日期等"] if done.completed else []
    counts += [f"与底稿相同 {done.same} 个"] if done.same else []
    counts += [f"没有填 {done.blank} 项"] if done.blank else []
    say("，".join(counts) + f"。底稿 {display_path(done.brief)}")
    if done.backup:
        say(f"改动前的底稿在 {display_path(done.backup)}")


VERBS: Mapping[str, Callable[..., Any]] = {
    "list": listing,
    "schema": schema,
    "ledger": ledger,
    "form": form,
    "import": import_,
}
