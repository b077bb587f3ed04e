"""Tests of painting code by code."""
