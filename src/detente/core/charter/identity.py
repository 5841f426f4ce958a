"""A charter's identity: one canonical form of what it says, and its hash."""

import hashlib
import json
from typing import Any

from detente.core.charter.model import Record, Rules
from detente.core.charter.model.record import data_of


def canonical(charter: Rules) -> bytes:
    """Return the canonical bytes of what a charter says; comments, layout and ways of quoting leave no trace.

    Named entries stand as lists of pairs, since their written order counts. Everything else is a mapping of
    texts, so the bytes are those of RFC 8785.
    """
    return json.dumps(_pairs(charter), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def charter_hash(charter: Rules) -> str:
    """Return the SHA-256 of the canonical bytes, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(charter)).hexdigest()


def _pairs(value: Any) -> Any:
    if isinstance(value, Record):
        fields = {field.alias or name: getattr(value, name) for name, field in type(value).model_fields.items()}
        default = {field.alias or name: field.default for name, field in type(value).model_fields.items()}
        said = {key: _pairs(item) for key, item in fields.items() if item is not None and item != default[key]}
        return said | ({"": _pairs(dict(value.model_extra))} if value.model_extra else {})
    if isinstance(value, dict):
        return [[data_of(key), _pairs(item)] for key, item in value.items()]
    if isinstance(value, list | tuple):
        return [_pairs(item) for item in value]
    data = data_of(value)
    return data if isinstance(data, str) else _plain(data)


def _plain(data: Any) -> Any:
    """Phrases that are lists or mappings; the order of a `who` by parties does not count, that of `then` does."""
    if isinstance(data, dict):
        return {str(key): _plain(item) for key, item in data.items()}
    return [_plain(item) for item in data] if isinstance(data, list) else data
