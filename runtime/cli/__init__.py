"""The commands. Each imports what it needs when it runs, so that `hearth --help` answers at once."""

from runtime.cli.main import main

__all__ = ["main"]
