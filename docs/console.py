"""Runs the commands that the documentation shows, and writes what they print below them. Run by `make docs`.

In a page, `<!-- file: NAME -->` before a block makes the block a file, `<!-- edit: NAME: OLD -> NEW -->` changes one,
and in a console block each line that begins with `$ ` is run in a folder of the page's own.
"""

import os
import re
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import detente

HERE = Path(__file__).parent
PAGES = (HERE / "CHARTER.md", HERE.parent / "README.md")
_PIECES = re.compile(
    r"<!-- file: (?P<file>\S+) -->\n```\w*\n(?P<content>.*?)```\n"
    r"|<!-- edit: (?P<edited>\S+): (?P<old>.+?) -> (?P<new>.+?) -->\n"
    r"|```console\n(?P<console>.*?)```\n",
    re.DOTALL,
)


def rewritten(page: str) -> str:
    """Return the page with every console block as it comes out now."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _shim(folder / ".bin" / "detente")

        def replaced(match: re.Match[str]) -> str:
            if match["file"]:
                (folder / match["file"]).write_text(match["content"], encoding="utf-8")
            elif match["edited"]:
                path = folder / match["edited"]
                path.write_text(path.read_text(encoding="utf-8").replace(match["old"], match["new"]), encoding="utf-8")
            else:
                commands = [line for line in match["console"].splitlines() if line.startswith("$ ")]
                return "```console\n" + "".join(f"{line}\n{_output(line[2:], folder)}" for line in commands) + "```\n"
            return match[0]

        return _PIECES.sub(replaced, page)


def _output(command: str, folder: Path) -> str:
    environment = {
        "PATH": f"{folder / '.bin'}:{os.environ.get('PATH', '')}",
        "NO_COLOR": "1",
        "COLUMNS": "100",
        "HOME": str(folder),
        "PYTHONPATH": str(Path(detente.__file__).parents[1]),
    }
    ran = subprocess.run(  # noqa: S602 (the documentation's own commands, with their pipes)
        command,
        shell=True,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return "".join(f"{line.rstrip()}\n" for line in ran.stdout.splitlines())


def _shim(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m detente "$@"\n', encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


if __name__ == "__main__":
    for page in PAGES:
        page.write_text(rewritten(page.read_text(encoding="utf-8")), encoding="utf-8")
