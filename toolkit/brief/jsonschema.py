"""The JSON Schema of briefs, from the same definitions as the loader, with Chinese explanations."""

from __future__ import annotations

from typing import Any

from toolkit.brief.figures import PARTS
from toolkit.brief.load import Vocabulary
from toolkit.brief.schema import Field
from toolkit.figures import AFTER, APPROXIMATIONS, FigureSpec

DRAFT = "http://json-schema.org/draft-07/schema#"
FORMS: dict[str, dict[str, Any]] = {
    "phrase": {"type": "string", "pattern": "[^。，、；：,;]$"},
    "clause": {"type": "string", "pattern": "[^。，、；：,;]$"},
    "sentence": {"type": "string", "pattern": "[。！？][”’）]?$"},
    "text": {"type": ["string", "number", "boolean"]},
    "boolean": {"enum": [True, False, "是", "否"]},
    "date": {
        "type": "string",
        "pattern": "^([0-9]{4}-[0-9]{1,2}(-[0-9]{1,2})?|[0-9]{4}年[0-9]{1,2}月([0-9]{1,2}日)?)$",
    },
    "integer": {"type": "integer"},
    "number": {
        "anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^-?[0-9]{1,15}(\.[0-9]{1,9})?$"}]
    },
    "figure": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"},
    "picture": {"type": "string", "pattern": r"^(?![/\\~]|[A-Za-z]:|\.\.)"},
}
NULL = {"type": "null"}
# Figures written as text: 150余, 72.7%. What a number may be, the pattern has to say again.
DECIMAL = r"[0-9]+(\.[0-9]+)?"
TYPED = {
    "count": r"^[0-9]+(\.0+)?[余多]?$",
    "percent": r"^0*(100(\.0+)?|[0-9]{1,2}(\.[0-9]+)?)%?[余多]?$",
    "amount": rf"^{DECIMAL}[余多]?$",
    "own": rf"^{DECIMAL}%?[余多]?$",
}


# 150余 with approx: 近 says two different things.
ONE_WORD = [
    {
        "if": {"required": ["value"], "properties": {"value": {"type": "string", "pattern": f"{word}$"}}},
        "then": {"properties": {"approx": {"enum": [word, None]}}},
    }
    for word in AFTER
]


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
        return _optional(_map(field, words), field)
    if field.kind == "items":
        return _optional({"type": "array", "items": _map(field, words)}, field)
    if field.kind == "list":
        return _optional({"type": "array", "items": _form(field.of, words)}, field)
    if field.kind == "sections":
        listed = {"type": ["array", "null"], "items": _form(field.of, words)}
        below = {key: {"title": name, **listed} for key, name in words.functions.items()}
        return _optional({"type": "object", "additionalProperties": False, "properties": below}, field)
    if field.kind == "figures":
        return _figures(words)
    made = _form(field.kind, words)
    if field.choices:
        made = {"enum": list(field.choices)}
    if field.low is not None:
        made = {**made, "minimum": field.low, "maximum": field.high}
    return made if field.required else {"anyOf": [made, NULL]}


def _optional(made: dict[str, Any], field: Field) -> dict[str, Any]:
    """Let a field that is written without a value pass where the loader does."""
    return made if field.required else {**made, "type": [made["type"], "null"]}


def _form(kind: str, words: Vocabulary) -> dict[str, Any]:
    return {"enum": list(words.functions)} if kind == "function" else dict(FORMS[kind])


def _figures(words: Vocabulary) -> dict[str, Any]:
    keys = words.catalogue.keys
    specs = {key: spec for key in keys if (spec := words.catalogue.get(key)) is not None}
    return {
        "type": ["object", "null"],
        "properties": {key: _figure(spec) for key, spec in specs.items()},
        "additionalProperties": {
            "type": "object",
            "required": ["value", "label", "unit"],
            "properties": _parts(_number({"type": "number", "minimum": 0}, "own")),
            "allOf": ONE_WORD,
            "additionalProperties": False,
        },
    }


def _figure(spec: FigureSpec) -> dict[str, Any]:
    plain: dict[str, Any] = {"type": "integer" if spec.kind == "count" else "number", "minimum": 0}
    if spec.unit == "%":
        plain["maximum"] = 100
    number = _number(plain, "percent" if spec.unit == "%" else spec.kind)
    described = [spec.definition, f"一般由{spec.supplier}提供" if spec.supplier else "", spec.note]
    return {
        "title": f"{spec.label}（{spec.unit}）",
        "description": "；".join(part for part in described if part),
        "anyOf": [
            *([] if spec.cumulative else number["anyOf"]),
            {
                "type": "object",
                "required": ["value", "span"] if spec.cumulative else ["value"],
                "properties": _parts(number),
                "additionalProperties": False,
                "allOf": ONE_WORD,
            },
            NULL,
        ],
    }


def _number(plain: dict[str, Any], typed: str) -> dict[str, Any]:
    return {"anyOf": [plain, {"type": "string", "pattern": TYPED[typed]}]}


def _parts(number: dict[str, Any]) -> dict[str, Any]:
    text = {"type": ["string", "number", "null"]}
    made: dict[str, Any] = {key: {"title": label, **text} for key, label in PARTS.items()}
    for key in ("value", "previous"):
        made[key] = {"title": PARTS[key], "anyOf": [*number["anyOf"], NULL]}
    made["approx"] = {"title": PARTS["approx"], "enum": [*APPROXIMATIONS, None]}
    return made
