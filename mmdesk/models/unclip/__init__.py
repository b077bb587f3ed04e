"""unCLIP: pictures from CLIP image vectors, and image vectors from words.

Ramesh et al. 2022, "Hierarchical Text-Conditional Image Generation with CLIP Latents",
https://arxiv.org/abs/2204.06125. Both networks are rectified flows (Liu et al. 2022,
https://arxiv.org/abs/2209.03003): they learn the straight way from noise to what is wanted.

folder    what can be told of a model on disk without torch
latents   the latents of a VQGAN as few numbers as they have in truth, and back
network   the decoder: a U-Net on latents that is told an image vector
prior     the prior: a small network from a text vector to an image vector
flow      a flow followed in steps, with guidance
seeing    image vectors of pictures at the size they have
loaded    a model ready to paint with
export    a model folder, written
"""
