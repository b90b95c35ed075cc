"""`draft check --accept`: findings that a person lets stand, with the reason."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from toolkit.checks.accepted import Accepted, accepted_path, load_accepted, with_added
from toolkit.checks.checked import Checked
from toolkit.checks.finding import Finding
from toolkit.errors import ToolkitError, suggest
from toolkit.workspace import write_all


def accept(done: Checked, names: Sequence[str], reason: str, now: datetime.datetime) -> list[Accepted]:
    """Let findings stand from now on: each name is a rule's id, or id:words; return what was added.

    Raises:
        ToolkitError: a name fits no finding, or there is no reason; nothing was written.
    """
    if not reason.strip():
        raise ToolkitError("没有写保留的理由", "加 --reason 写明为什么这样写是对的")
    day = now.date().isoformat()
    found = [finding for name in names for finding in _meant(done, name)]
    added = list(dict.fromkeys(Accepted(f.rule, f.text, reason, day, done.sentence(f)) for f in found))
    path = accepted_path(done.path)
    load_accepted(path)  # nothing is put behind a list that cannot be read
    write_all({path: with_added(path, added)})
    return added


def _meant(done: Checked, name: str) -> list[Finding]:
    rule, _, text = name.partition(":")
    fits = [f for f in done.findings if f.rule == rule and text in ("", f.text)]
    if not fits:
        hint = suggest(rule, {f.rule for f in done.findings}) or "写法：规则编号，或 规则编号:原文"
        raise ToolkitError(f"没有“{name}”这一条", hint)
    return fits
