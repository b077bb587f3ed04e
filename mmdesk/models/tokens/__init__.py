"""The transformer over codes: pictures as a sequence of codes, each drawn after those before it.

Esser, Rombach and Ommer 2021, "Taming Transformers for High-Resolution Image Synthesis",
https://arxiv.org/abs/2012.09841; with words in front of the codes as in Ramesh et al. 2021, "Zero-Shot
Text-to-Image Generation", https://arxiv.org/abs/2102.12092.

folder     what can be told of a model on disk without torch
network    the transformer, with the names of the published checkpoints, and its key-value cache
codebooks  what codes stand for: a latent, or a square of latents from coarse to fine
logits     temperature, top-k, nucleus and guidance: from logits to a drawn token
windows    the part of a large picture that the transformer sees while it draws a code
sampling   the sampler: codes row by row, for several candidates at once
labels     classes by name or number
loaded     a model ready to encode pictures, to say what to draw, and to decode codes
export     a model folder, written
"""
