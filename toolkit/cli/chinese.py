"""Chinese for the command-line library: its help headings and its usage errors.

Typer's own texts are English literals, so its output is translated where it leaves: help in the
command classes, errors in `usage_message`.
"""

from __future__ import annotations

import re
from typing import Any

from typer.core import TyperCommand, TyperGroup

HELP = (
    ("Usage: ", "用法："),
    ("[OPTIONS]", "[选项]"),
    ("COMMAND [ARGS]...", "命令 [参数]..."),
    ("Options:", "选项："),
    ("Commands:", "命令："),
    ("Arguments:", "参数："),
    ("Show this message and exit.", "显示本说明。"),
    ("Install completion for the current shell.", "给当前的命令行装上自动补全。"),
    ("[required]", "〔必填〕"),
    ("[default: ", "〔默认："),
)
COMPLETION = re.compile(
    r"Show completion for the current shell, to copy it or\s+customize the\s+installation\."
)
ERRORS = (
    (r"No such option: (?P<x>\S+)", "没有选项 {x}"),
    (r"No such command '(?P<x>[^']*)'", "没有命令“{x}”"),
    (r"Missing command", "没有写命令"),
    (r"Missing option '(?P<x>[^']*)'", "缺少选项 {x}"),
    (r"Missing argument '(?P<x>[^']*)'", "缺少参数 {x}"),
    (r"Got unexpected extra arguments?(?:\(s\))? \((?P<x>.*)\)", "多出了参数：{x}"),
    (r"Option '(?P<x>[^']*)' requires an argument", "选项 {x} 后面要写值"),
    (r"Option '(?P<x>[^']*)' does not take a value", "选项 {x} 后面不写值"),
    (r"Invalid value for '(?P<x>[^']*)'.*?valid int", "选项 {x} 的值应是整数"),
    (r"Invalid value for '(?P<x>[^']*)'", "选项 {x} 的值不对"),
)


def translated(text: str) -> str:
    """Return a help text with the library's own words in Chinese."""
    for english, chinese in HELP:
        text = text.replace(english, chinese)
    text = re.sub(r"〔默认：([^\]]*)\]", r"〔默认：\1〕", text)
    return COMPLETION.sub("显示自动补全的脚本，可复制后自行安装。", text)


def usage_message(error: Any) -> str:
    """Return what is wrong with the command line, and where help is, in Chinese."""
    said = error.format_message()
    if said.startswith("用法"):
        return str(said)
    message = said
    for pattern, chinese in ERRORS:
        if match := re.search(pattern, said):
            message = chinese.format(**match.groupdict())
            break
    close = _possibilities(error, said)
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "draft"
    lines = [message] + ([f"提示：{close}"] if close else [])
    return "\n".join([*lines, f"用法见 {command} --help"])


def _possibilities(error: Any, said: str) -> str:
    found = list(getattr(error, "possibilities", None) or [])
    found += re.findall(r"Did you mean '([^']+)'", said)
    return f"是不是 {'、'.join(found)}？" if found else ""


class ChineseCommand(TyperCommand):
    """A command whose help is Chinese throughout."""

    def get_help(self, ctx: Any) -> str:
        """Return the help text."""
        return translated(super().get_help(ctx))


class ChineseGroup(TyperGroup):
    """A group whose help is Chinese throughout."""

    def get_help(self, ctx: Any) -> str:
        """Return the help text."""
        return translated(super().get_help(ctx))
