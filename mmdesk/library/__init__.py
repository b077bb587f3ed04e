"""The library: the catalogue in SQLite, files on disk, and how photographs are read. No torch, no Qt."""
