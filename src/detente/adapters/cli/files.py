"""Files in and out: paths, standard input, folders, and texts written whole or not at all."""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from detente.core.vocabulary.errors import BadInput

ENDINGS = (".yaml", ".yml")
BYTES_MAX = 64 * 1024 * 1024
FORMAT_VERSION = 1


def read_bytes(path: str) -> bytes:
    """Return a file's bytes, or those of standard input for `-`."""
    if path == "-":
        return sys.stdin.buffer.read(BYTES_MAX)
    with open(path, "rb") as file:
        return file.read(BYTES_MAX)


def charters_in(paths: Sequence[str]) -> Iterator[str]:
    """Yield the paths as they are, and for a folder every YAML file below it that has procedures."""
    for path in paths:
        if path == "-" or not Path(path).is_dir():
            yield path
            continue
        found = [file for file in sorted(Path(path).rglob("*")) if file.suffix in ENDINGS and _has_procedures(file)]
        if not found:
            raise BadInput(f"{path} holds no charter (a YAML file with 'procedures:').")
        yield from map(str, found)


def _has_procedures(file: Path) -> bool:
    data = file.read_bytes()
    return b"\nprocedures:" in data or data.startswith(b"procedures:")


def write_whole(path: str, text: str) -> None:
    """Write a file so that it is never seen half written."""
    import tempfile

    target = Path(path)
    handle, name = tempfile.mkstemp(dir=target.parent or ".", prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        if target.exists():
            os.chmod(name, target.stat().st_mode & 0o777)
        else:
            os.chmod(name, 0o644)
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise


def print_json(kind: str, **content: Any) -> None:
    """Print one JSON object with the version of its format."""
    sys.stdout.write(
        json.dumps({"format_version": FORMAT_VERSION, "kind": kind, **content}, ensure_ascii=False, indent=2) + "\n"
    )


def library_file(*names: str) -> Any:
    """Return a file that the package carries, as importlib.resources gives it."""
    from importlib import resources

    return resources.files("detente").joinpath(*names)


def names_in(folder: str) -> list[str]:
    """Return the names (without ending) of the YAML files in a folder of the package."""
    return sorted(
        item.name.removesuffix(".yaml")
        for item in library_file(*folder.split("/")).iterdir()
        if item.name.endswith(".yaml")
    )
