"""A command whose arguments are words to look for, and may begin with a dash: `mmdesk search -tag:beach`."""

import re

import click

MARK = "\ue000"
"""Stands before a word while click looks for options; it is in no alphabet."""

LONG_OPTION = re.compile(r"--[a-z][a-z0-9-]*(=.*)?", re.DOTALL)


class QueryCommand(click.Command):
    """Takes `-car` for a word, where `-c` is no option; what looks like a long option stays one."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Hide the words that begin with a dash from click's search for options."""
        marked, is_value, is_over = list[str](), False, False
        for word in args:
            marked.append(word if is_value or is_over or not self._is_word(word) else MARK + word)
            is_over = is_over or (word == "--" and not is_value)
            is_value = not is_value and word in self._names(with_value=True)
        return super().parse_args(ctx, marked)

    def _is_word(self, word: str) -> bool:
        if word in self._names() or word in ("--", "-") or not word.startswith("-"):
            return False
        return LONG_OPTION.fullmatch(word) is None

    def _names(self, *, with_value: bool = False) -> set[str]:
        """All options, or those that a value follows."""
        options = [one for one in self.params if isinstance(one, click.Option)]
        return {name for one in options if not (with_value and one.is_flag) for name in one.opts} | (
            set() if with_value else {"--help"}
        )


def unmarked(words: tuple[str, ...]) -> list[str]:
    """The words as they were written."""
    return [word.removeprefix(MARK) for word in words]
