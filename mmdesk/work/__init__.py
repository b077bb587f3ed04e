"""The threads of the window, and the workers that use them.

Slow work lies in `tasks` and below, as plain functions and generators. This
room runs them in lanes (`lanes`), turns what they yield into signals on the
GUI thread (`mailbox`, `job`, `latest`), and gives each feature of the window
one worker that knows its rules: browsing, pictures, searching, indexing. No
worker is without a parent; `Job` says why.
"""
