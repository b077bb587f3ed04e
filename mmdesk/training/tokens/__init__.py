"""Training of a transformer over the codes of a VQGAN, with words in front of them.

Ramesh et al. 2021, "Zero-Shot Text-to-Image Generation", https://arxiv.org/abs/2102.12092: text and picture
are one stream of tokens, of which each is foretold from those before it.

spec      what a run is asked to do
texts     what is said of each picture, as tokens
residuals codebooks fitted to latents, from coarse to fine
crops     crops of the pictures, as codes
losses    the stream, and how badly it was foretold
figures   the same of held-out pictures
run       a whole run
"""
