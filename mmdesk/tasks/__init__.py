"""What is to be done: plain functions and generators where the library and the models meet."""
