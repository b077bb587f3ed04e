"""The Library place: folders, the gallery with its loupe, the inspector."""
