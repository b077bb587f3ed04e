"""Tests of training a transformer over codes."""
