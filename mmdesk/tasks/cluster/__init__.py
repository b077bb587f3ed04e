"""Photos looked at by the computers of a cluster.

    chunks      which files are where: bookkeeping, and what is done again
    dealing     gives chunks to workers, and takes what they found
    worker      looks at the files of a chunk, on a node
    carrying    files that a node cannot reach, taken there
    ray_crew    the workers of a Ray cluster: the only module that knows Ray

Listing, fingerprints and the catalogue stay with the program that was started.
"""
