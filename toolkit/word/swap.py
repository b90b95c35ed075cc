"""Turn the tracked changes of a part round: what was inserted is deleted, and the reverse.

Whoever turns B into A with tracked changes and then turns those round has B with the changes that
made it from A. Bytes that belong to no tracked change stay what they are.
"""

from __future__ import annotations

import re

TEXTS = {"t": "delText", "instrText": "delInstrText"}
PLAIN = {deleted: plain for plain, deleted in TEXTS.items()}


def turned_round(data: bytes, prefix: str) -> bytes:
    """Return a document part with insertions and deletions exchanged; `prefix` is that of its elements."""
    head = f"{prefix}:" if prefix else ""
    names = "|".join(("ins", "del", *TEXTS, *PLAIN))
    tag = re.compile(rf"<(/?){re.escape(head)}({names})(?=[\s/>])([^>]*)>".encode())
    depth = {"ins": 0, "del": 0}

    def exchanged(match: re.Match[bytes]) -> bytes:
        closing, name, rest = match[1].decode(), match[2].decode(), match[3]
        if name in depth:
            if not rest.endswith(b"/"):
                depth[name] += -1 if closing else 1
            name = "del" if name == "ins" else "ins"
        elif depth["ins"]:
            name = TEXTS.get(name, name)
        elif depth["del"]:
            name = PLAIN.get(name, name)
        return b"<" + closing.encode() + head.encode() + name.encode() + rest + b">"

    return tag.sub(exchanged, data)
