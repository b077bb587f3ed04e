"""How the library is, on one page."""
