"""VQGAN: pictures as a grid of codes, and back (Esser, Rombach, Ommer 2021, https://arxiv.org/abs/2012.09841).

folder        what can be told of a model on disk without torch
network       the two kinds of network, with the names of the published checkpoints
plan          the data type and memory layout that are fastest here
loaded        a model ready to encode, quantise (straight-through estimator) and decode
"""
