"""The test suite; `python -m tests` runs every check the project has."""
