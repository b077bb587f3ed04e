"""Training of the program's own VQGAN (Esser, Rombach, Ommer 2021, https://arxiv.org/abs/2012.09841).

One network learns in three phases of one stage. A plain autoencoder comes first, for a short while: its
latents lie where pictures want them, and the k-means of them is a codebook in which every code is of use.
Then latents are replaced by codes, which follow the latents as running means. At last a discriminator of
small patches asks for texture that mere distances do not.

spec                 what a run is asked to do
squares              crops of the training pictures, prepared in a thread
colours              crops in colours that photographs seldom have
codebook             codes as running means, begun by k-means, the dead ones revived
perceptual_loss      the distance of two pictures as a CLIP sees it
patch_discriminator  the discriminator and the generator's loss
losses               one batch's losses, which the stage sums
figures              held-out figures
run                  a whole run, from a folder of pictures to a model folder
"""
