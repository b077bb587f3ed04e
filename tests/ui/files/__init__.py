"""Files, done to through the window."""
