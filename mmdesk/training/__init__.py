"""Training of the program's own models.

One CLIP (Radford et al. 2021, https://arxiv.org/abs/2103.00020) is made from pictures with captions and
labels, an image classifier trained on ImageNet, and a sentence encoder. Each step is a plain generator that
can be stopped and taken up again:

1. `features`: random crops go through the classifier, once; what is learned afterwards starts from these
   features.
2. `embedding_space`: a space is laid out in which the features and the sentence encoder's vectors meet,
   trained contrastively.
3. `text_tower`: a small transformer learns where the sentence encoder's vectors lie in it.
4. `clip`: the whole run; it exports an open_clip folder with its figures and its calibration.

The package `vqgan` trains the VQGAN, `tagging` measures labels.
"""
