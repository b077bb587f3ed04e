"""The only room that uses the network, and only when a person asks for a model by name.

`catalogue` reads which models there are, `addresses` says where each file lies (for those who carry it
over by hand), `fetch` gets a whole model. The bytes come in by a process apart (`child`): `hub` for the
Hugging Face hub, `web` for plain addresses. That process can be stopped in the middle of anything, and
the next fetch goes on where it stood.
"""
