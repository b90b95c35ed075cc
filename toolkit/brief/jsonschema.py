"""The JSON Schema of briefs, from the same definitions as the loader, with Chinese explanations."""

from __future__ import annotations

from typing import Any

from toolkit.brief.figures import PARTS
from toolkit.brief.load import Vocabulary
from toolkit.brief.schema import Field
from toolkit.figures import APPROXIMATIONS, FigureSpec

DRAFT = "http://json-schema.org/draft-07/schema#"
FORMS: dict[str, dict[str, Any]] = {
    "phrase": {"type": "string", "pattern": "[^。，、；：]$"},
    "clause": {"type": "string", "pattern": "[^。，、；：]$"},
    "sentence": {"type": "string", "pattern": "[。！？][”’）]?$"},
    "text": {"type": ["string", "number", "boolean"]},
    "boolean": {"enum": [True, False, "是", "否"]},
    "date": {
        "type": "string",
        "pattern": "^([0-9]{4}-[0-9]{1,2}(-[0-9]{1,2})?|[0-9]{4}年[0-9]{1,2}月([0-9]{1,2}日)?)$",
    },
    "integer": {"type": "integer"},
}


def json_schema(words: Vocabulary) -> dict[str, Any]:
    """Return the schema of a brief under a pack."""
    made = _map(words.schema, words)
    return {"$schema": DRAFT, "title": "政协年度工作报告底稿", **made}


def _map(field: Field, words: Vocabulary) -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {key: _field(child, words) for key, child in field.fields.items()},
    }
    required = [key for key, child in field.fields.items() if child.required]
    return {**made, "required": required} if required else made


def _field(field: Field, words: Vocabulary) -> dict[str, Any]:
    description = "；".join(part for part in (field.note, _supplied(field)) if part)
    return {
        "title": field.label,
        **({"description": description} if description else {}),
        **_shape(field, words),
    }


def _supplied(field: Field) -> str:
    return f"一般由{field.supplier}提供" if field.supplier else ""


def _shape(field: Field, words: Vocabulary) -> dict[str, Any]:
    if field.kind == "map":
        return _optional(_map(field, words), "object")
    if field.kind == "items":
        return _optional({"type": "array", "items": _map(field, words)}, "array")
    if field.kind == "list":
        return _optional({"type": "array", "items": _form(field.of)}, "array")
    if field.kind == "sections":
        listed = {"type": "array", "items": _form(field.of)}
        return {
            "type": "object",
            "additionalProperties": False,
            "properties": {key: {"title": name, **listed} for key, name in words.functions.items()},
        }
    if field.kind == "figures":
        return _figures(words)
    made = _form(field.kind)
    if field.choices:
        made = {"enum": list(field.choices)}
    if field.low is not None:
        made = {**made, "minimum": field.low, "maximum": field.high}
    return made if field.required else {"anyOf": [made, {"type": "null"}]}


def _optional(made: dict[str, Any], kind: str) -> dict[str, Any]:
    """Let a field that is written without a value pass, as the loader does."""
    return {**made, "type": [kind, "null"]}


def _form(kind: str) -> dict[str, Any]:
    return dict(FORMS[kind])


def _figures(words: Vocabulary) -> dict[str, Any]:
    keys = words.catalogue.keys
    specs = {key: spec for key in keys if (spec := words.catalogue.get(key)) is not None}
    return {
        "type": ["object", "null"],
        "properties": {key: _figure(spec) for key, spec in specs.items()},
        "additionalProperties": {
            "type": "object",
            "required": ["value", "label", "unit"],
            "properties": _parts({"type": "number"}),
            "additionalProperties": False,
        },
    }


def _figure(spec: FigureSpec) -> dict[str, Any]:
    number: dict[str, Any] = {"type": "integer" if spec.kind == "count" else "number", "minimum": 0}
    if spec.unit == "%":
        number["maximum"] = 100
    described = [spec.definition, f"一般由{spec.supplier}提供" if spec.supplier else "", spec.note]
    return {
        "title": f"{spec.label}（{spec.unit}）",
        "description": "；".join(part for part in described if part),
        "anyOf": [
            number,
            {"type": "string", "pattern": "^[0-9]+(\\.[0-9]+)?%?[余多]?$"},
            {
                "type": "object",
                "required": ["value"],
                "properties": _parts(number),
                "additionalProperties": False,
            },
            {"type": "null"},
        ],
    }


def _parts(number: dict[str, Any]) -> dict[str, Any]:
    text = {"type": ["string", "number", "null"]}
    made: dict[str, Any] = {key: {"title": label, **text} for key, label in PARTS.items()}
    made["value"] = {"title": PARTS["value"], **number}
    made["previous"] = {"title": PARTS["previous"], **number}
    made["approx"] = {"title": PARTS["approx"], "enum": list(APPROXIMATIONS)}
    return made
