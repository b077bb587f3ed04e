"""Models: CLIP and VQGAN on disk, imported, and ready to run; exact search over vectors, and labels.

`vqgan`, `tokens` and `importing` are rooms of their own. Modules that import torch take seconds to come, so
other rooms import them late, in marked places: `clip_folder`, `calibration`, `gate`, `label_scorer`,
`few_shot`, `store`, `vqgan.folder`, `tokens.folder` and `tokens.labels` come without it.
"""

import os

# ONNX Runtime, once imported, would write an identifier of this machine below the user's home, to be sent.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

# Torch, once imported, makes a folder for what it compiles; nothing is compiled here, and this one is there.
os.environ.setdefault("TORCHINDUCTOR_CACHE_DIR", os.path.dirname(__file__))
