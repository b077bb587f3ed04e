"""The two families of errors.

What the world does to us (a missing folder, a full disk, a broken file) is a
`UserError`: it carries one clear sentence and, where there is one, the way out.
Everything else that escapes is a bug of ours and keeps its traceback.
"""


class UserError(Exception):
    """Something the user can understand and act upon.

    `str(error)` is one sentence without a traceback, ready to be shown.
    """
