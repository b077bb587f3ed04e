"""Errors of the world, told apart from bugs.

A missing folder, a full disk, a broken file is a `UserError`: it carries one clear sentence and, where there
is one, the way out. Everything else that escapes is a bug of the program and keeps its traceback.
"""


class UserError(Exception):
    """Something the user can understand and act upon.

    `str(error)` is one sentence without a traceback, ready to be shown.
    """


class UnreachableError(UserError):
    """No line leads to a server, or none that holds: what is wanted can still be carried over by hand."""
