"""The prompts that engines are put to the test with."""

TRIAL_PROMPTS = (
    "a sunset over the sea", "a snowy mountain", "a green forest", "a kitchen", "a house", "a red flower",
    "a bowl of fruit", "a boat on a lake", "a dog", "a cat",
)  # fmt: skip
"""Everyday things, as different from each other as a small model can tell."""
