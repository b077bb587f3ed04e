"""VQGAN: pictures as a grid of codes, and back (Esser, Rombach, Ommer 2021, https://arxiv.org/abs/2012.09841).

folder        what can be told of a model on disk without torch
network       the two kinds of network, with the names of the published checkpoints
loaded        a model ready to encode and decode, in the data type that is fastest here
random_vqgan  models that have learned nothing, for measuring
"""
