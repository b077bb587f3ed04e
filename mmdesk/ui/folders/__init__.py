"""The folders of the library, as a tree."""
