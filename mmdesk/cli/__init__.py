"""The command line: the whole program without a window, for people in a terminal and for scripts.

One module a command, named after it; `choices` has the options that all share, `documents` the JSON that
scripts rely on, `progress` the bar.
"""
