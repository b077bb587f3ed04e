"""Values of tagging: label sets with their counts, reviews and decisions, tags of photos and of folders."""
