"""Painting: a picture is changed step by step until CLIP finds that it shows the words.

This is VQGAN+CLIP (Crowson et al. 2022, "VQGAN-CLIP: Open Domain Image Generation and Editing with Natural
Language Guidance", https://arxiv.org/abs/2204.08583) with exchangeable parts:

    drawers: tensors -> picture        cutouts, augment: picture -> what CLIP sees of it
    clip_guide: cutouts -> losses      image_losses: picture -> losses of its own
    painting: the optimisation loop around them, whose state can be saved, resumed and branched

    tokens: another way, a picture drawn code by code by a transformer
    under_way: what the rest of the program knows of a painting of either kind

Pictures are [1, 3, height, width], sRGB values 0 to 1. The door is `opening.open_painting`.
"""
