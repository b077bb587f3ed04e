"""The wall of photos: where they lie, which are chosen, how a cell is painted, whence its picture comes."""
