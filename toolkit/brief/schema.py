"""The brief's schema: what `templates/brief.yaml` says, as a tree of fields.

Loading, the blank brief and the JSON Schema for editors are all made from this tree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

TEXTS = ("text", "phrase", "clause", "sentence")
SCALARS = (*TEXTS, "integer", "number", "boolean", "date", "function", "figure", "picture")
KINDS = (*SCALARS, "list", "items", "map", "figures", "sections")
SCHEMA_LINE = "# yaml-language-server: $schema={path}"


@dataclass(frozen=True)
class Field:
    """One field of the brief, with the fields below it."""

    key: str
    label: str
    kind: str
    required: bool = False
    note: str = ""
    example: Any = None
    supplier: str = ""
    choices: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    of: str = ""
    fields: Mapping[str, Field] = field(default_factory=dict)

    @property
    def shown(self) -> str:
        """The example as one types it into a brief, on one line; empty where there is none."""
        return "" if self.example is None else _flow(self.example)

    def child(self, key: str) -> Field | None:
        """Return the field below this one, or None."""
        return self.fields.get(key)

    def walk(self, path: str = "") -> Iterator[tuple[str, Field]]:
        """Yield every field below this one with its dotted path."""
        for key, child in self.fields.items():
            here = f"{path}.{key}" if path else key
            yield here, child
            yield from child.walk(here)


def _flow(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {_flow(below)}' for key, below in value.items())}}}"
    return f"[{', '.join(map(_flow, value))}]" if isinstance(value, list) else str(value)


def schema(data: Mapping[str, Any]) -> Field:
    """Build the tree from the parsed `brief.yaml`.

    Raises:
        ValueError: a field has a kind that does not exist.
    """
    return Field("", "底稿数据", "map", fields=_fields(data["fields"]))


def _fields(rows: Mapping[str, Any]) -> dict[str, Field]:
    return {key: _field(key, row) for key, row in rows.items()}


def _field(key: str, row: Mapping[str, Any]) -> Field:
    kind = row["kind"]
    if kind not in KINDS:
        raise ValueError(f"{key}: kind {kind}")
    return Field(
        key=key,
        label=row["label"],
        kind=kind,
        required=bool(row.get("required", False)),
        note=row.get("note", ""),
        example=row.get("example"),
        supplier=row.get("supplier", ""),
        choices=tuple(row.get("choices", ())),
        low=row.get("min"),
        high=row.get("max"),
        of=row.get("of", ""),
        fields=_fields(row.get("fields", {})),
    )


def schema_line(path: str) -> str:
    """Return the comment by which VS Code and others find the schema of a YAML file."""
    return SCHEMA_LINE.format(path=path)
