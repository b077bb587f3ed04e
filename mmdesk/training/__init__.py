"""How the program's own models are trained.

One CLIP (Radford et al. 2021, https://arxiv.org/abs/2103.00020) is trained from pictures with captions
and labels in four stages, each a plain generator that can be stopped and taken up again:

1. `anchors`: a space is laid out in which a larger network's features of random crops and a sentence
   encoder's vectors meet.
2. `vision`: the image tower learns those features and those places for the very same crops.
3. `language`: the text tower learns where sentences and words lie in that space.
4. `joint`: both towers learn together, contrastively, from captions, labels and the teacher's opinion.

Without a teacher or a sentence encoder only the last stage remains.
"""
