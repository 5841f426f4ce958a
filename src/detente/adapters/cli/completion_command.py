"""`detente completion SHELL`: the completion script of a shell."""

import argparse
import sys

from detente.adapters.cli.files import print_json


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("shell", choices=("bash", "zsh", "tcsh"))
    parser.add_argument("--json", action="store_true", help="the script inside one JSON object")
    parser.epilog = (
        "examples:\n  detente completion bash > ~/.local/share/bash-completion/completions/detente\n"
        '  eval "$(detente completion zsh)"'
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the script."""
    import shtab

    script = shtab.complete(_whole(), shell=arguments.shell)
    if arguments.json:
        print_json("completion", shell=arguments.shell, script=script)
    else:
        sys.stdout.write(script + "\n")
    return 0


def _whole() -> argparse.ArgumentParser:
    """All subcommands in one parser, as the completion maker wants them."""
    from detente.adapters.cli.main import ALL, parser_for

    parser = argparse.ArgumentParser(prog="detente")
    commands = parser.add_subparsers()
    for name, what in ALL.items():
        commands.add_parser(name, help=what, parents=[parser_for(name)], add_help=False)
    return parser
