"""mmdesk: find photographs by what they show, offline."""

__version__ = "0.1.0"
