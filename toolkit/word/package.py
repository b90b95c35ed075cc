"""What the parts of a package share: namespaces, types, relationships."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from toolkit.word.styles import HEADER, NAMESPACE

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
W = f"{{{NAMESPACE}}}"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
# Times in a package inside the package would make the same report differ from second to second.
NEVER = (1980, 1, 1, 0, 0, 0)

Relation = tuple[str, str, str]


def relationships(*rows: Relation) -> str:
    """Return the XML of relationships: (id, type, target)."""
    body = "".join(f'<Relationship Id="{i}" Type="{t}" Target="{target}"/>' for i, t, target in rows)
    return f'{HEADER}<Relationships xmlns="{PACKAGE}/relationships">{body}</Relationships>'


def content_types(defaults: Mapping[str, str], overrides: Mapping[str, str]) -> str:
    """Return `[Content_Types].xml`: types by extension and by part."""
    rows = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        **defaults,
    }
    by_extension = "".join(f'<Default Extension="{e}" ContentType="{t}"/>' for e, t in rows.items())
    by_part = "".join(f'<Override PartName="/{n}" ContentType="{t}"/>' for n, t in overrides.items())
    return f'{HEADER}<Types xmlns="{PACKAGE}/content-types">{by_extension}{by_part}</Types>'


def inner_package(parts: Mapping[str, str]) -> bytes:
    """Return a ZIP that is the same bytes for the same parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, NEVER)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, text)
    return out.getvalue()
