"""The grid of photos: their arrangement, the selection, the painting of a cell, the loading of pictures."""
