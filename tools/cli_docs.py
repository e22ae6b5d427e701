"""Writes docs/cli.md: the help of every verb, as the program prints it."""

from collections.abc import Iterator
from pathlib import Path

import click

from live.cli import live

TARGET = Path(__file__).parent.parent / "docs" / "cli.md"


def pages() -> Iterator[tuple[str, str]]:
    """Gives (`live crawl`, its help) for the program and every verb."""

    def walk(
        command: click.Command, name: str, parent: click.Context | None
    ) -> Iterator[tuple[str, str]]:
        context = click.Context(
            command,
            info_name=name,
            parent=parent,
            help_option_names=["-h", "--help"],
            max_content_width=100,
        )
        yield context.command_path, command.get_help(context)
        if isinstance(command, click.Group):
            for verb in command.list_commands(context):
                found = command.get_command(context, verb)
                assert found is not None
                yield from walk(found, verb, context)

    return walk(live, "live", None)


def text() -> str:
    """Gives docs/cli.md."""
    parts = ["# The command line\n\nMade by `make docs` from `--help`.\n"]
    parts += [f"## `{name}`\n\n```\n{help}\n```\n" for name, help in pages()]
    return "\n".join(parts)


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
