"""Painting, as the window and the command line ask for it.

session           what a painting needs: library, models, runs, queue
models            the VQGAN and the CLIP models, loaded when first needed
token_models      the transformer that draws code by code, and what it lets one ask for
paint             one painting, step by step, kept on disk as a run
active_painting   a painting under way, which borrows its models for each step
recorder          losses, pictures and states of a run, written down on the way
work_off          what the queue says
story             an animation, painted frame by frame
source_pictures   the user's own pictures: init image, image prompts, mask
"""
