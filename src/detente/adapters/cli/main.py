"""The `detente` command: finds the subcommand and runs it. Nothing is imported before it is needed."""

import argparse
import gc
import importlib
import io
import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from detente import __version__
from detente.core.vocabulary.errors import DetenteError

CLEAN, FINDINGS, COULD_NOT_RUN = 0, 1, 2

COMMANDS = {
    "init": "start a charter from a template",
    "check": "check charters: every finding with line and column",
    "explain": "say what a finding means, or why a clock runs out when it does",
    "fmt": "write every phrase in its one form, keep comments",
    "read": "read a charter as plain clauses",
    "draw": "draw a ladder as a picture (SVG)",
    "deadline": "count a deadline and show the days that counted",
    "diff": "say what changed between two charters, and for whom",
    "play": "tell a story under a charter: what is open, what silence leads to",
    "explore": "search a charter for dead ends, silence and the longest way",
    "replay": "fold a journal again and compare it with what was recorded",
    "verify": "check that a journal or a bundle was not changed, cut or put back",
    "countersign": "sign a checkpoint of the record with a key of your own side",
    "adopt": "copy a procedure of the library into a charter",
    "schema": "print the JSON Schema for editors",
    "completion": "print the completion script of a shell",
    "demo": "a complete charter and a story under it, in words and as pages",
}

# Commands of a live relationship stand in detente.site.commands, which knows Django: found by name, when they run.
LIVE = {
    "invite": "offer a person their place, and print the one-time link",
    "backup": "keep everything as it is at one moment, the keys elsewhere",
    "restore": "bring a backup back into an empty database, verified line by line",
    "resume": "go on from an older state, once every party has signed what is left",
    "rebuild": "make all that is computed from the journals again, and tell what differed",
    "doctor": "look at everything an installation stands on, and print what mends it",
    "bundle": "make an evidence bundle of a matter, or of everything",
    "serve": "serve the pages, file what is due, send mail",
    "worker": "file what is due and send mail, from any number of machines",
}
ALL = {**COMMANDS, **LIVE}

HELP = """detente: a contract's governance as a charter to read, check, count and run
usage: detente COMMAND [...]     detente COMMAND --help tells each one's options
{commands}
Live: {live}.
All take --json; NO_COLOR; - is standard input. 0 clean, 1 findings, 2 not run.

  detente init --template bpo --yes charter.yaml && detente check charter.yaml
  detente deadline "10 working days" --after 2026-03-27T17:42 --charter charter.yaml --explain
"""


class Parser(argparse.ArgumentParser):
    """Refuses with one line on standard error and exit code 2."""

    def error(self, message: str) -> NoReturn:
        """Say what is the case and where help is."""
        sys.stderr.write(f"{self.prog}: {message}. See '{self.prog} --help'.\n")
        sys.exit(COULD_NOT_RUN)


def parser_for(command: str) -> Parser:
    """Return the parser of one subcommand."""
    parser = Parser(
        prog=f"detente {command}", formatter_class=argparse.RawDescriptionHelpFormatter,
        description=ALL[command][0].upper() + ALL[command][1:] + ".",
    )  # fmt: skip
    place = f"detente.site.commands.{command}" if command in LIVE else f"detente.adapters.cli.{command}_command"
    module = importlib.import_module(place)
    module.arguments(parser)
    parser.set_defaults(run=module.run)
    return parser


class _Pipe(io.FileIO):
    """Standard output whose reader may leave: what is left is thrown away, and the exit code stays that of the work."""

    def write(self, data: Any) -> int:
        """Return how many bytes need no further thought: those written, or all of them."""
        try:
            return super().write(data) or 0
        except BrokenPipeError:
            return memoryview(data).nbytes


def _outlive_the_reader() -> None:
    out = sys.stdout
    if out and not out.isatty():
        pipe = io.BufferedWriter(_Pipe(out.fileno(), "w", closefd=False))
        sys.stdout = io.TextIOWrapper(pipe, encoding=out.encoding, errors=out.errors)


def command() -> NoReturn:
    """Run as the installed command: leave as soon as everything is written.

    Taking apart what a command has built costs more than a fifth of its time and serves nobody.
    """
    _outlive_the_reader()
    code = main()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (BrokenPipeError, ValueError):
        pass  # the reader has gone
    os._exit(code)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    _one_shot()
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] in ("-h", "--help", "help"):
        return _help(words)
    if words[0] == "--version":
        sys.stdout.write(f"detente {__version__}\n")
        return CLEAN
    if words[0] not in ALL:
        return _unknown(words[0])
    return _run(words)


def _one_shot() -> None:
    """A command lives for a moment: collect garbage rarely, let no installed plugin change how a charter is read."""
    gc.set_threshold(100_000, 50, 50)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def _run(words: list[str]) -> int:
    arguments = parser_for(words[0]).parse_args(words[1:])
    try:
        return int(arguments.run(arguments))
    except DetenteError as error:
        sys.stderr.write(f"detente {words[0]}: {error}\n")
    except BrokenPipeError:
        sys.stderr.close()  # the reader has gone; nothing is left to say
    except KeyboardInterrupt:
        sys.stderr.write("\n")
    except OSError as error:
        sys.stderr.write(f"detente {words[0]}: {error.filename or 'a file'}: {error.strerror or error}.\n")
    return COULD_NOT_RUN


def _help(words: list[str]) -> int:
    if len(words) > 1 and words[1] in ALL:
        parser_for(words[1]).print_help()
        return CLEAN
    lines = "\n".join(f"  {name:<13}{what}" for name, what in COMMANDS.items())
    sys.stdout.write(HELP.format(commands=lines, live=", ".join(LIVE)))
    return CLEAN


def _unknown(word: str) -> int:
    from detente.core.vocabulary.names import nearest

    near = nearest(word, ALL)
    hint = f" Nearest: '{near}'." if near else ""
    sys.stderr.write(f"detente: '{word}' is no command.{hint} See 'detente --help'.\n")
    return COULD_NOT_RUN
