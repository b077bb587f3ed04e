"""Two to four photos side by side, looked into in step."""
