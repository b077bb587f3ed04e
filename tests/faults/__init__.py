"""What disks, power and strange files do to a library, each done to it really.

`table.py` lists every fault, what is promised, and the test that sees to it; a test holds the list against
the tests there are. Each test was seen to fail with the protection it is about taken out.
"""
