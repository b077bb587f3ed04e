"""Import of models of others, whom nobody has reason to trust.

Published weights are often pickles, which are programs. Here they are read in a process of its own that
has limits and executes nothing; what comes out is safetensors, checked against the network they are for.
`source`, `archive_parts`, `taming_yaml`, `importer` and `child` come without torch; the others run in that
process.
"""
