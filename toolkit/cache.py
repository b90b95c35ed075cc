"""Results that depend on a file's content alone, kept between runs in the user's cache folder.

Parsing the pack's YAML and compiling its skeletons take longer than writing a report. The key is
a hash of the content, so nothing here is ever stale; whatever goes wrong with the cache, the
work is simply done again. `DRAFT_CACHE=off` switches it off, any other value is the folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import tempfile
from pathlib import Path

APPLICATION = "cppcc-draft"


def folder() -> Path | None:
    """Return the cache folder of this user, or None where caching is switched off."""
    chosen = os.environ.get("DRAFT_CACHE", "")
    if chosen:
        return None if chosen == "off" else Path(chosen)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        return Path(base) / APPLICATION / "Cache" if base else None
    with contextlib.suppress(RuntimeError):
        home = Path.home()
        if sys.platform == "darwin":
            return home / "Library" / "Caches" / APPLICATION
        return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / APPLICATION
    return None


def key(*parts: str | bytes) -> str:
    """Return the name under which a result that depends on `parts` is kept."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()[:40]


def read(name: str) -> bytes | None:
    """Return what is kept under a name, or None."""
    place = folder()
    if place is None:
        return None
    try:
        return (place / name).read_bytes()
    except OSError:
        return None


def keep(name: str, data: bytes) -> None:
    """Keep a result; a cache that cannot be written is no error."""
    place = folder()
    if place is None:
        return
    with contextlib.suppress(OSError):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, made = tempfile.mkstemp(dir=place)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(made).replace(place / name)
