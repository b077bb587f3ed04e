"""Janus and Janus-Pro: language models that write pictures, too, code after code."""
