"""How tagging is measured."""
