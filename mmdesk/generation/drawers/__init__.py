"""What draws: each drawer turns a few learned tensors into a picture, in its own hand."""
