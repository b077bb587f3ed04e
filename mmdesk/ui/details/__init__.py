"""The parts of the inspector: rating, facts, and why a photo was found."""
