"""Sentences of click that a user of the command line meets, listed here to be translated with the others.

Click asks gettext for them by itself (`core.language_choice` tells it where), and knows them by exactly these
words. Nothing imports this: it is read where sentences are looked for.
"""


def tr(sentence: str) -> str:
    """Marks a sentence; it stays as it is."""
    return sentence


def trn(one: str, many: str) -> tuple[str, str]:
    """Marks a sentence that has a form for one thing and one for many; both stay as they are."""
    return one, many


SENTENCES = (
    tr("Usage:"),
    # translators: heading of a list of options
    tr("Options"),
    # translators: heading of a list of commands
    tr("Commands"),
    tr("Show the version and exit."),
    tr("Show this message and exit."),
    tr("%(prog)s, version %(version)s"),
    tr("default: {default}"),
    tr("Error: {message}"),
    tr("Error: invalid input"),
    tr("Aborted!"),
    tr("Try '{command} {option}' for help."),
    tr("Missing command."),
    # translators: followed by the name of an argument and a full stop
    tr("Missing argument"),
    # translators: followed by the name of an option and a full stop
    tr("Missing option"),
    tr("No such command {name!r}."),
    tr("No such option {name!r}."),
    tr("Option {name!r} does not take a value."),
    tr("Argument {name!r} takes {nargs} values."),
    tr("Invalid value: {message}"),
    # translators: param_hint is the name of an option or argument
    tr("Invalid value for {param_hint}: {message}"),
    # translators: the kind of number is told in English, as integer or float
    tr("{value!r} is not a valid {number_type}."),
    tr("{value} is not in the range {range}."),
    tr("Choose from:\n\t{choices}"),
    tr("file"),
    tr("directory"),
    tr("path"),
    # translators: the name is "File", "Directory" or "Path", translated; so in the next ones
    tr("{name} {filename!r} does not exist."),
    tr("{name} {filename!r} is a file."),
    tr("{name} {filename!r} is a directory."),
    tr("{name} {filename!r} is not readable."),
    tr("{name} {filename!r} is not writable."),
)
"""Sentences that count nothing."""

COUNTED = (
    trn("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    trn("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    trn("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    trn("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    trn("Takes {nargs} values but 1 was given.", "Takes {nargs} values but {len} were given."),
)
"""Sentences of which click chooses the form, by a number."""
