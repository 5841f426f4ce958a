"""Files in and out: paths, standard input, folders, and texts written whole or not at all."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from detente.core.vocabulary.errors import BadInput

ENDINGS = (".yaml", ".yml")
BYTES_MAX = 64 * 1024 * 1024
FORMAT_VERSION = 1
_NO_TEXT = (
    (b"PK\x03\x04", "a ZIP archive, a Word document perhaps"),
    (b"%PDF-", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"\x7fELF", "a program"),
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\f\r"))
_UTF_16_32 = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")  # a finding of its own says what to do


def read_bytes(path: str) -> bytes:
    """Return a file's bytes, or those of standard input for `-`."""
    if path == "-":
        return sys.stdin.buffer.read(BYTES_MAX)
    with open(path, "rb") as file:
        return file.read(BYTES_MAX)


def read_charter(path: str) -> bytes:
    """Return the bytes of a charter's file, or of standard input for `-`.

    Raises:
        BadInput: the file is no text; a text that no charter is in gets findings instead.
    """
    data = read_bytes(path)
    begins = next((f"it begins like {what}" for sign, what in _NO_TEXT if data.startswith(sign)), "")
    if not begins and not data.startswith(_UTF_16_32):
        start = data[:1024]
        much = len(start) - len(start.translate(None, _CONTROLS)) > max(len(start) // 10, 4)
        begins = "much of it are control characters" if much else ""
    if begins:
        raise BadInput(f"{path}: The file is no text ({begins}). Name a charter, a text in YAML.")
    return data


def charters_in(paths: Sequence[str], skipped: Callable[[str], object] = lambda _: None) -> Iterator[str]:
    """Yield the paths as they are, and for a folder every YAML file below it that has procedures.

    `skipped` is told of each YAML file in a folder that has none.
    """
    for path in paths:
        if path == "-" or not Path(path).is_dir():
            yield path
        else:
            yield from _below(path, skipped)


def _below(folder: str, skipped: Callable[[str], object]) -> list[str]:
    found = []
    for file in sorted(Path(folder).rglob("*")):
        if file.suffix not in ENDINGS or not (file.is_file() or file.is_symlink()):
            continue
        if _has_procedures(file):
            found.append(str(file))
        else:
            skipped(str(file))
    if not found:
        raise BadInput(f"{folder} holds no charter (a YAML file with 'procedures:').")
    return found


def _has_procedures(file: Path) -> bool:
    try:
        return _states_procedures(file.read_bytes())
    except OSError:
        return True  # whoever reads it next says why it cannot be read


def _states_procedures(data: bytes) -> bool:
    return b"\nprocedures:" in data or data.removeprefix(b"\xef\xbb\xbf").startswith(b"procedures:")


def write_output(path: str, text: str, *, source: str) -> None:
    """Write what was made from the charter at `source`, never over that charter.

    Raises:
        BadInput: `path` is the source itself, by whatever name, or what `write_whole` refuses.
    """
    if source != "-" and os.path.exists(path) and os.path.samefile(path, source):
        raise BadInput(f"{path} is the charter that is read. Name another file with -o.")
    write_whole(path, text)


def write_whole(path: str, text: str, *, was: bytes | None = None) -> None:
    """Write a file so that it is never seen half written; a link stays, and the file it leads to is written.

    Args:
        was: what the file held when it was read; a file that holds something else by now is left alone.

    Raises:
        BadInput: no such folder, the file has changed, its owner cannot be kept, or a charter would be lost.
    """
    target = Path(os.path.realpath(path))
    _refuse_lost_charter(path, target, text)
    name = _beside(path, target, text)
    try:
        _keep_owner_and_mode(path, target, name)
        if was is not None and (not target.exists() or target.read_bytes() != was):
            raise BadInput(
                f"{path} was changed by somebody else since it was read; it is left as it is now. "
                "Run the command again."
            )
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise


def write_new(path: str, text: str) -> None:
    """Write a file that was not there; of several that try at once, one does.

    Raises:
        BadInput: there is such a file, or no such folder.
    """
    _refuse_no_place(path, Path(path))
    try:
        file = open(path, "x", encoding="utf-8", newline="\n")  # noqa: SIM115 (closed below)
    except FileExistsError:
        raise BadInput(f"{path} exists. Name another file; nothing was written.") from None
    try:
        with file:
            file.write(text)
    except BaseException:
        os.unlink(path)
        raise


def _refuse_no_place(path: str, target: Path) -> None:
    if not target.parent.is_dir():
        raise BadInput(f"the folder {target.parent} does not exist, so {path} was not written. Make it first.")
    if target.is_dir():
        raise BadInput(f"{path} is a folder. Name a file in it.")


def _refuse_lost_charter(path: str, target: Path, text: str) -> None:
    _refuse_no_place(path, target)
    if target.exists() and _states_procedures(target.read_bytes()) and not _states_procedures(text.encode()):
        raise BadInput(
            f"{path} is a charter (it has 'procedures:'), and what would be written is none. "
            "Name another file; nothing was written."
        )


def _beside(path: str, target: Path, text: str) -> str:
    """Write the text into a file of its own beside the target, and return its name."""
    import tempfile

    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise OSError(error.errno, error.strerror, path) from error
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    return name


def _keep_owner_and_mode(path: str, target: Path, name: str) -> None:
    if not target.exists():
        os.chmod(name, 0o644)
        return
    old, new = target.stat(), os.stat(name)
    if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        try:
            os.chown(name, old.st_uid, old.st_gid)
        except PermissionError:
            raise BadInput(
                f"{path} belongs to another user or group, which a file written anew cannot keep. "
                "Run the command as its owner; nothing was written."
            ) from None
    os.chmod(name, old.st_mode & 0o7777)


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
