"""One photo, as large as the window: from its thumbnail at once to every pixel of it."""
