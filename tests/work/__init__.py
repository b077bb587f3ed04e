"""The window's workshop: lanes, jobs and feature workers."""
