"""What other programs say of photos, and what is said to them: XMP, beside the pictures and within them.

Pictures are never written. Sidecars are, when the user asks for it, and keep everything that is foreign.
"""
