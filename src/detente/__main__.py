"""`python -m detente` is the `detente` command."""

from detente.adapters.cli.main import command

command()
