"""The health of the library, on one page."""
