"""The manual page of the command line, made of what the commands say of themselves."""

from collections.abc import Iterator

import click

from mmdesk import __version__
from mmdesk.core.language import tr

NAME = tr("find photographs by what they show, offline")

LIBRARY = tr("The library: the catalogue, thumbnails, models, paintings, settings and the log.")

EXIT_CODES = tr(
    "0: done. 1: something the user can mend; one sentence says what. 2: wrong usage. "
    "3: finished, but some files were skipped."
)


def man_page(program: click.Group, date: str) -> str:
    """The whole page as roff, for section 1; `date` is that of the release, as YYYY-MM-DD."""
    context = click.Context(program, info_name="mmdesk")
    parts = [
        f'.TH MMDESK 1 "{date}" "mmdesk {__version__}" "User Commands"',
        f".SH NAME\nmmdesk \\- {_plain(NAME)}",
        ".SH SYNOPSIS\n.B mmdesk\n[\\fIOPTIONS\\fR] [\\fICOMMAND\\fR [\\fIARGUMENTS\\fR]]",
        f".SH DESCRIPTION\n{_plain(program.help or '')}",
        f".SH OPTIONS\n{_options(program, context)}",
        ".SH COMMANDS",
        *_commands(program, context),
        f".SH FILES\n.TP\n.I $XDG_DATA_HOME/mmdesk\n{_plain(LIBRARY)}",
        f".SH EXIT STATUS\n{_plain(EXIT_CODES)}",
    ]
    return "\n".join(parts) + "\n"


def _commands(group: click.Group, context: click.Context) -> Iterator[str]:
    """A subsection for each command, and for those below it."""
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None or command.hidden:
            continue
        below = click.Context(command, info_name=name, parent=context)
        usage = " ".join(command.collect_usage_pieces(below))
        yield f'.SS "{_plain(below.command_path)} {_plain(usage)}"\n{_plain(command.help or "")}'
        yield _options(command, below)
        if isinstance(command, click.Group):
            yield from _commands(command, below)


def _options(command: click.Command, context: click.Context) -> str:
    """Options that are the command's own; those that all have are told once."""
    shared = {parameter.name for parameter in context.find_root().command.params}
    is_root = context.parent is None
    told = [
        parameter.get_help_record(context)
        for parameter in command.params
        if isinstance(parameter, click.Option) and (is_root or parameter.name not in shared)
    ]
    return "\n".join(f".TP\n.B {_plain(names)}\n{_plain(words)}" for names, words in filter(None, told))


def _plain(text: str) -> str:
    """Text in which roff sees no commands of its own, without the marks of click's help."""
    words = " ".join(text.replace("\b", "").split())
    safe = words.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    return f"\\&{safe}" if safe.startswith((".", "'")) else safe
