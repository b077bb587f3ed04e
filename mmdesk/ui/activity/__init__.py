"""What the program is busy with, and what it had to leave out."""
