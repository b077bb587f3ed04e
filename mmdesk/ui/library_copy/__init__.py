"""The library carried to another computer: what is asked before."""
