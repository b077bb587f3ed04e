"""Films: three frames of each and what it says, by PyAV (the extra video). None is decoded whole."""
