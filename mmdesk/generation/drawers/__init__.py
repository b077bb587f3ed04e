"""Drawers: each turns a few tensors, which are optimised, into a picture, in its own hand."""
