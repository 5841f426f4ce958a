"""The JSON Schema that editors check a charter with, readable as draft-07 and as 2020-12."""

from typing import Any

from pydantic.json_schema import models_json_schema

from detente.core.charter.model import Charter, Library, Part


def charter_schema() -> dict[str, Any]:
    """Return one schema for charters, library procedures and parts; which one holds is told by their first keys."""
    places, top = models_json_schema(
        [(Charter, "validation"), (Library, "validation"), (Part, "validation")], by_alias=True
    )
    refs = {kind.__name__: places[(kind, "validation")] for kind in (Charter, Library, Part)}
    definitions = {name: _plain(schema) for name, schema in top["$defs"].items()}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Detente charter",
        "type": "object",
        "if": {"required": ["library"]},
        "then": refs["Library"],
        "else": {"if": {"required": ["name", "version"]}, "then": refs["Charter"], "else": refs["Part"]},
        "$defs": definitions,
    }


def _plain(schema: Any) -> Any:
    """Drop what the two drafts read differently: null branches, defaults, neighbours of a reference."""
    if isinstance(schema, list):
        return [_plain(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return {"$ref": schema["$ref"]}
    branches = [branch for branch in schema.get("anyOf", []) if branch != {"type": "null"}]
    if len(branches) == 1:
        rest = {key: value for key, value in schema.items() if key not in ("anyOf", "default", "title")}
        return _plain({**rest, **branches[0]})
    kept = {
        key: value
        for key, value in schema.items()
        if key != "default" and not (key == "title" and isinstance(value, str))
    }
    return {key: _plain(value) for key, value in kept.items()}
