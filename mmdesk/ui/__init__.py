"""The window: widgets that show what the workers tell and ask them for more.

No SQL, no torch, no decoding and no threads here; all of that lies behind the
workers of `work`.
"""
