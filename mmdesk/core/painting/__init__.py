"""The words of painting: what is wished for, how it shall be made, and what comes back on the way."""
