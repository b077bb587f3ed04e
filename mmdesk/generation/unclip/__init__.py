"""Painting from image vectors, by an unCLIP.

wishes     what is painted: image vectors of words, of pictures, of both
flow_run   several pictures on their way from noise, parts of them given
painting   the painting: a step of the flow a step, then those of VQGAN+CLIP that go on from it
opening    a painting opened from a spec, and what it will take
state      what is kept of it, to go on from
strip      pictures in one row
"""
