"""The user's own files: renamed or moved to the trash when asked, with all that belongs to them, and back.

Whatever fails, a photo and its companions stay together, and the catalogue says where they are.
"""
