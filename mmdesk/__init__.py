"""mmdesk: find photographs by what they show, and paint pictures from words, offline.

Each word of the program has one meaning, see packaging/GLOSSARY.md; what the rooms are and how they work
together is in packaging/ARCHITECTURE.md.
"""

__version__ = "0.1.0"
