"""The verbs that look things up: figures still missing from a brief, phrases by what they say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from toolkit.brief.load import load_brief
from toolkit.errors import ToolkitError, suggest
from toolkit.figures import TOTAL
from toolkit.pack.pack import Pack
from toolkit.pack.phrases import ROLES


def missing_figures(path: Path, pack: Pack) -> list[str]:
    """Return the catalogue's keys for which a brief has no value, derived ones left out."""
    brief = load_brief(path, pack.vocabulary)
    suffix = TOTAL if brief.term_change else ""
    found = []
    for spec in pack.catalogue:
        key = spec.key + (suffix if spec.total else "")
        if key not in brief.figures and not spec.parts:
            found.append(key)
    return found


def find_phrases(pack: Pack, query: str, function: str, role: str, limit: int) -> list[dict[str, Any]]:
    """Search the phrase bank; best first.

    Raises:
        ToolkitError: there is no such section function or role.
    """
    if function and function not in pack.functions:
        hint = suggest(function, pack.functions) or "章节功能见 draft genres --functions"
        raise ToolkitError(f"没有“{function}”这个章节功能", hint)
    if role and role not in ROLES and role not in ROLES.values():
        raise ToolkitError(f"没有“{role}”这种用法", f"可用：{'、'.join(ROLES.values())}")
    return [
        {
            "id": match.phrase.id,
            "text": match.phrase.text,
            "role": match.phrase.role,
            "role_name": ROLES[match.phrase.role],
            "functions": list(match.phrase.functions),
            "register": list(match.phrase.register),
            "fits": match.phrase.fits,
            "limit": match.phrase.limit,
            "seeds": dict(match.phrase.seeds),
            "formulation": match.phrase.formulation,
            "score": round(match.score, 3),
            "provenance": match.provenance,
        }
        for match in pack.phrases.search(query, function, role, limit)
    ]
