"""Finding photos that are there more than once. Nothing here changes or deletes a file."""
