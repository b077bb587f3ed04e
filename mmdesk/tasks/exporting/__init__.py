"""Photos taken elsewhere: copies of their files, lists of paths, tables. Nothing is ever overwritten."""
