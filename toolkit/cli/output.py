"""What all verbs share: how they speak, and the options that mean the same everywhere."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from toolkit.errors import Exit

Json = Annotated[bool, typer.Option("--json", help="标准输出只给一份 JSON。")]
Packs = Annotated[
    list[Path] | None,
    typer.Option("--pack", metavar="文件夹", help="叠加的模板包文件夹，可写多次，后写的优先。"),
]
Report = Annotated[Path, typer.Argument(metavar="报告", help="Word 文件（.docx）。", show_default=False)]


def say(text: str) -> None:
    """Tell a person something: on stderr, so that stdout holds results only."""
    print(text, file=sys.stderr)


def fail(text: str) -> NoReturn:
    """Say what is wrong with the input and end."""
    say(text)
    sys.exit(Exit.BAD_INPUT)


def print_json(data: Any) -> None:
    """Print one JSON document; with escapes where stdout is not UTF-8, so that it stays JSON."""
    unicode_output = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(data, ensure_ascii=not unicode_output, indent=1))


def shortened(text: str, most: int = 40) -> str:
    """Return a text for a line of a listing: on one line, pictures named, long ones cut."""
    text = text.replace("\n", "").replace("\ufffc", "［图］")
    return text if len(text) <= most else f"{text[: most - 1]}…"
