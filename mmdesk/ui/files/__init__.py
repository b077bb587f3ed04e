"""What can be done to the files of photos, from the grid and from the loupe."""
