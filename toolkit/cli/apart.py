"""What `draft decompose` shows: a bar while it reads, then what was found, in Chinese."""

from __future__ import annotations

import datetime
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from toolkit import decomposing
from toolkit.cli.output import say
from toolkit.errors import display_path
from toolkit.sources import tools

BAR = 24
KINDS = {
    "year": "年份", "date": "日期", "session": "届次会议", "plenum": "全会", "region": "本地区",
    "organ": "机构", "person": "人名", "place": "地名", "named_work": "文件作品",
}  # fmt: skip


def run(
    files: Sequence[Path], out: Path | None, packs: Sequence[Path], *, force: bool, told: bool
) -> dict[str, Any]:
    """Take reports apart and return the JSON document; what was found is `told` on stderr."""
    using = tools(packs)
    found = list(decomposing.decompose(files, using, _progress))
    _clear(len(files))
    document = decomposing.document(found)
    for one in document.get("files", [document]) if told else ():
        for line in _summary(one, using.pack.functions, using.pack.genre(one["genre"]).name):
            say(line)
    if out is not None:
        today = datetime.datetime.now().astimezone().date()
        made = decomposing.write_pack(found, using, out, force=force, today=today)
        for line in _written(made):
            say(line)
    return document


def _progress(number: int, count: int, path: Path) -> None:
    """Draw a bar on a terminal where several files are read."""
    if count < 2 or not sys.stderr.isatty():
        return
    done = BAR * number // count
    print(f"\r\x1b[K[{'#' * done}{'.' * (BAR - done)}] {number}/{count} {path.name}", end="", file=sys.stderr)


def _clear(count: int) -> None:
    if count > 1 and sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr)


def _summary(one: dict[str, Any], functions: Any, genre: str) -> Iterator[str]:
    meta = one["meta"]
    yield f"{display_path(Path(one['file']))}"
    yield f"  题目　{meta['title'] or '没有认出'}" + (f"　{meta['subtitle']}" if meta["subtitle"] else "")
    session = meta["session"]["text"] if meta["session"] else ""
    about = [
        meta["region"],
        f"{meta['year']}年" if meta["year"] else "",
        session,
        meta["date"],
        meta["speaker"],
    ]
    yield f"  文种　{genre}　" + "　".join(part for part in about if part)
    for heading in one["headings"]:
        names = "、".join(functions.get(name, name) for name in heading["function"][:2])
        indent = "　" * (heading["level"] - 1)
        text = " ".join(heading["text"].split())
        yield f"    {indent}{text}" + (f"　〔{names}〕" if names else "")
    keys = sum(1 for figure in one["figures"] if figure["key"])
    yield f"  数据 {len(one['figures'])} 处，其中 {keys} 处在数据目录里"
    kinds = Counter(slot["kind"] for slot in one["slots"])
    yield "  " + "　".join(f"{name} {kinds[kind]} 处" for kind, name in KINDS.items() if kinds[kind])
    for row in one["honours"]:
        stated = "没有写明件数" if row["stated"] is None else f"写的是 {row['stated']}"
        yield f"  名单　{row['title']}：{stated}，数出 {row['entries']}"
    wrong = [row["expr"] for row in one["identities"] if not row["holds"]]
    if one["identities"]:
        yield f"  勾稽关系 {len(one['identities'])} 条" + ("，都对得上" if not wrong else "")
    yield from (f"  对不上　{expr}" for expr in wrong)
    if one["captions"] or one["furniture"]:
        yield f"  图片说明 {len(one['captions'])} 条，页面附带的文字 {len(one['furniture'])} 处"


def _written(made: decomposing.Packed) -> Iterator[str]:
    folder = display_path(made.folder)
    yield f"模板包 {folder}：骨架 {made.skeletons} 个，数据 {made.figures} 项，语汇 {made.phrases} 条"
    if not made.differs:
        yield "已核对：用它成稿，与原文逐字相同（空白、换行和页面附带的文字不计）"
    for words in made.differs:
        yield f"核对发现成稿与原文不同，从“…{words}…”起；请把原文发给维护者"
    for brief in made.briefs:
        shown = display_path(brief)
        yield f"底稿 {shown}　成稿：draft new --pack {folder} --figures {shown}"
