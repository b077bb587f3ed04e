"""The one search line of the program."""
