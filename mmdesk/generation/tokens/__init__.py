"""Painting code by code, by a transformer.

opening    a painting opened from a spec, and what it will take
painting   the painting: a row of codes a step, several candidates at once
state      what is kept of it, to go on from
judging    which candidate looks most like the prompt
sheet      all candidates in one picture
"""
