"""Tests of unCLIP."""
