"""Tests of the transformer over codes."""
