"""Training of unCLIP: a decoder from image vectors to pictures, and a prior from words to image vectors.

Ramesh et al. 2022, https://arxiv.org/abs/2204.06125; both by flow matching along straight lines (Lipman et
al. 2022, https://arxiv.org/abs/2210.02747; Liu et al. 2022, https://arxiv.org/abs/2209.03003).

spec      what a run is asked to do
crops     crops of the pictures, as components of latents and as image vectors
losses    how far the networks miss the way from noise to what is learned
figures   whether a picture is found again by what it was painted of
decoder   a whole run of a decoder
prior     a whole run of a prior
"""
