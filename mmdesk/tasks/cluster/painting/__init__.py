"""Paintings on the computers of a cluster, each on one of them.

    orders      what a node is told of a painting, and what it answers
    painter     paints, on a node
    distant     such a painting, as the program sees it: it outlives its node
    places      the models of the program on a node
    on_cluster  begins and ends all that
    apart       the painters, as the driver at the other end of a pipe tells of them
    ray_painters  the painters of a Ray cluster

Runs, the queue and the library stay with the program that was started; its folder of a run has all there is
to know of it, as if it were painted here.
"""
