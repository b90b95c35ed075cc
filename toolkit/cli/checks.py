"""`draft check`: the options, the listing with excerpts and carets, the summary."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from toolkit.cli.output import Json, Packs, fail, print_json, say
from toolkit.errors import Exit, display_path
from toolkit.text import display_width

if TYPE_CHECKING:
    from toolkit.checks.checked import Checked
    from toolkit.checks.finding import Finding
    from toolkit.checks.rule import Rule

EXCERPT = 68  # columns of an excerpt
BEFORE = 24  # columns of it before the words
KINDS = {
    "existence": "词句", "substitution": "词句", "occurrence": "次数", "consistency": "前后一致",
    "computed": "推算", "layout": "版式",
}  # fmt: skip


def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="报告", help="报告（.docx .txt .md .html），可写几份。", show_default=False),
    ] = None,
    figures: Annotated[
        Path | None,
        typer.Option(metavar="底稿", help="底稿（YAML）；不写时用报告旁边的那份，没有就只看正文。"),
    ] = None,
    pack: Packs = None,
    select: Annotated[
        list[str] | None,
        typer.Option(metavar="规则", help="只查这些规则：编号、开头加 *，或 error、warning。"),
    ] = None,
    ignore: Annotated[list[str] | None, typer.Option(metavar="规则", help="不查这些规则，写法同上。")] = None,
    annotate: Annotated[
        Path | None, typer.Option(metavar="文件", help="另写一份 Word 文件，问题批注在原词上；原文件不动。")
    ] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="机械的错误直接改好，Word 里写成修订；改前留底。")
    ] = False,
    accept: Annotated[
        list[str] | None, typer.Option(metavar="规则[:原文]", help="保留这一条，以后不再报；要写 --reason。")
    ] = None,
    reason: Annotated[str, typer.Option(metavar="理由", help="保留的理由，记入 .draft/accepted.yaml。")] = "",
    date: Annotated[
        str, typer.Option(metavar="日期", help="报告日期，如 2025-01-08；不写时看稿子和底稿。")
    ] = "",
    explain: Annotated[str, typer.Option(metavar="规则", help="说明一条规则：查什么、依据、正误例。")] = "",
    rules: Annotated[bool, typer.Option("--rules", help="列出全部规则。")] = False,
    as_json: Json = False,
) -> int:
    """查错：找出提法、数据、届次、时间、标点、序号、版式等错误，指明位置和依据。"""
    if explain or rules:
        _show_rules(explain, pack or (), as_json=as_json)
        return Exit.DONE
    if not files:
        fail("没有写要查的报告。用法：draft check 报告.docx")
    if len(files) > 1 and (annotate or accept):
        fail("--annotate 和 --accept 一次只用于一份报告。")
    request = _request(figures, pack, select, ignore, date)
    return _check(files, request, _Wish(annotate, fix, accept or (), reason), as_json=as_json)


def _request(
    figures: Path | None,
    pack: list[Path] | None,
    select: list[str] | None,
    ignore: list[str] | None,
    date: str,
) -> Any:
    from toolkit import checking
    from toolkit.dates import parse_date

    day = parse_date(date) if date else None
    if date and day is None:
        fail(f"--date 不是日期：{date}。写法：2025-01-08")
    return checking.Request(figures, pack or (), select or (), ignore or (), day.latest if day else None)


@dataclass(frozen=True)
class _Wish:
    """What is to be done beside listing."""

    annotate: Path | None
    fix: bool
    accept: Sequence[str]
    reason: str


def _check(files: Sequence[Path], request: Any, wish: _Wish, *, as_json: bool) -> int:
    from toolkit import accepting, checking, correcting
    from toolkit.checks.accepted import accepted_path

    now = datetime.datetime.now().astimezone()
    checker = checking.Checker(request)
    done = [checker.check(path) for path in files]
    fixed: list[correcting.Fixed] = []
    if wish.fix:
        fixed = [correcting.fix(one, now) for one in done]
        done = [checker.check(one.path) if put.fixed else one for one, put in zip(done, fixed, strict=True)]
    if wish.accept:
        added = accepting.accept(done[0], wish.accept, wish.reason, now)
        say(f"记入 {display_path(accepted_path(files[0]))}，{len(added)} 条以后不再报。")
        done[0] = done[0].without(added)
    if as_json:
        made = [_json(one, fixed[n].fixed if fixed else ()) for n, one in enumerate(done)]
        print_json(made[0] if len(made) == 1 else {"files": made})
    else:
        for number, one in enumerate(done):
            _tell(one, fixed[number] if fixed else None)
    if wish.annotate:
        copy = correcting.annotate(done[0], wish.annotate, now)
        say(f"批注 {copy.comments} 处，写在 {display_path(copy.path)}")
    return Exit.FOUND if any(f.severity != "info" for one in done for f in one.findings) else Exit.DONE


# -- one file ----------------------------------------------------------------------------------------


def _json(done: Checked, fixed: Sequence[Finding]) -> dict[str, Any]:
    made: dict[str, Any] = {"file": str(done.path), "findings": [_finding(f) for f in done.findings]}
    if done.brief:
        made["figures"] = str(done.brief)
    if done.accepted:
        made["accepted"] = [_finding(f) for f in done.accepted]
    if fixed:
        made["fixed"] = [_finding(f) for f in fixed]
    return made


def _finding(finding: Finding) -> dict[str, Any]:
    made = {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "line": finding.line,
        "column": finding.column,
        "offset": finding.offset,
        "text": finding.text,
        "message": finding.message,
        "suggestion": finding.suggestion,
    }
    return made | ({"page": finding.page} if finding.page else {})


def _tell(done: Checked, fixed: Any) -> None:
    shown = display_path(done.path)
    for row in fixed.fixed if fixed else ():
        say(f"已改　第{row.line}段　{row.text} → {row.suggestion}　{row.rule}")
    if fixed and fixed.backup:
        say(f"改动前的文件在 {display_path(fixed.backup)}")
    for finding in done.findings:
        place = f"{shown}:{finding.line}:{finding.column}"
        print(f"{place} {finding.severity.name_for_people} {finding.rule} {finding.message}")
        for line in excerpt(done.lines, finding):
            print(f"    {line}")
        if finding.suggestion and finding.suggestion not in finding.message:
            print(f"    改为：{finding.suggestion}")
    for line in _summary(done):
        say(line)


def excerpt(lines: Sequence[str], finding: Finding) -> list[str]:
    """Return a stretch of a finding's line with carets below its words; full-width signs count as two."""
    if not finding.text or finding.line > len(lines):
        return []
    line, at = lines[finding.line - 1], finding.column - 1
    words = finding.text.split("\n")[0]
    begin, width = at, 0
    while begin > 0 and width + display_width(line[begin - 1]) <= BEFORE:
        begin -= 1
        width += display_width(line[begin])
    end, room = at, EXCERPT - width
    while end < len(line) and room >= display_width(line[end]):
        room -= display_width(line[end])
        end += 1
    head, tail = "…" * (begin > 0), "…" * (end < len(line))
    visible = line[begin:end].replace("\t", " ")
    marked = display_width(line[at : min(at + len(words), end)])
    return [f"{head}{visible}{tail}", " " * display_width(head + line[begin:at]) + "^" * max(1, marked)]


def _summary(done: Checked) -> Iterator[str]:
    counts = Counter(f.severity for f in done.findings)
    held = f"，与底稿 {display_path(done.brief)} 核对" if done.brief else ""
    if not done.findings:
        yield f"{display_path(done.path)}{held}：没有发现问题。"
    else:
        gravest = sorted(counts, key=lambda severity: severity.rank)
        told = "，".join(f"{severity.name_for_people} {counts[severity]} 处" for severity in gravest)
        yield f"{display_path(done.path)}{held}：{told}。"
        by_rule = Counter((f.severity.rank, f.rule) for f in done.findings)
        for (_, rule), count in sorted(by_rule.items(), key=lambda row: (row[0][0], -row[1], row[0][1])):
            name = done.rules[rule].name if rule in done.rules else rule
            yield f"  {count:>3}　{name}　{rule}"
        mendable = sum(bool(f.suggestion) and _mends(done, f.rule) for f in done.findings)
        if mendable:
            yield f"其中 {mendable} 处可以用 --fix 自动改好。"
    if done.accepted:
        yield f"另有 {len(done.accepted)} 处已记为保留（.draft/accepted.yaml）。"


def _mends(done: Checked, rule: str) -> bool:
    return rule in done.rules and done.rules[rule].fix


# -- rules --------------------------------------------------------------------------------------------


def _show_rules(name: str, packs: Sequence[Path], *, as_json: bool) -> None:
    from toolkit.checking import rules_of
    from toolkit.errors import ToolkitError, suggest

    known = rules_of(packs)
    if name and name not in known:
        raise ToolkitError(f"没有规则“{name}”", suggest(name, known) or "列出全部规则：draft check --rules")
    rows = [known[name]] if name else list(known.values())
    if as_json:
        made = [_rule_json(rule) for rule in rows]
        print_json(made[0] if name else made)
        return
    for rule in rows:
        if name:
            print("\n".join(_explained(rule)))
        else:
            print(f"{rule.id}  {rule.severity.name_for_people}  {KINDS[rule.kind]}  {rule.name}")


def _rule_json(rule: Rule) -> dict[str, Any]:
    fields = ("id", "name", "kind", "force", "source", "why", "fix")
    return {"severity": rule.severity.value, **{key: getattr(rule, key) for key in fields}} | (
        {"example": dict(rule.example)} if rule.example else {}
    )


def _explained(rule: Rule) -> Iterator[str]:
    yield f"{rule.id}　{rule.name}"
    mends = "，可用 --fix 自动改" if rule.fix else ""
    yield f"级别　{rule.severity.name_for_people}（{KINDS[rule.kind]}）{mends}"
    yield f"依据　{rule.source}（{rule.force}）"
    yield f"说明　{rule.why}"
    if rule.example:
        yield f"误例　{rule.example['wrong']}"
        yield f"正例　{rule.example['right']}"
