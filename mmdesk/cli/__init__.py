"""The command line: the whole program without a window, for people in a terminal and for scripts."""
