"""Painting with a Janus: a row of codes a step."""
