"""A whole run of a prior: from pictures of which something is said to a part of a decoder's folder."""

import json
from collections.abc import Generator
from contextlib import closing

import torch

from mmdesk.core.progress import Progress
from mmdesk.models.clip_folder import ClipFolder
from mmdesk.models.unclip.export import export_prior
from mmdesk.models.unclip.folder import PriorShape, UnclipFolder
from mmdesk.models.unclip.latents import LatentSpace
from mmdesk.models.unclip.loaded import load_space
from mmdesk.models.unclip.prior import PriorNetwork
from mmdesk.training.checkpoint import open_work
from mmdesk.training.encoding import FolderEncoder
from mmdesk.training.pack import Example, read_examples, split_of
from mmdesk.training.stage import StageReport, TrainingStage
from mmdesk.training.unclip.crops import CropSource, Eyes, open_eyes, see_crops
from mmdesk.training.unclip.decoder import averaged_network, be_repeatable, learned_from
from mmdesk.training.unclip.figures import FlowFigures, flow_figures, held_out_crops
from mmdesk.training.unclip.losses import PriorLosses
from mmdesk.training.unclip.spec import PriorSpec
from mmdesk.training.unclip.texts import SaidVectors

PriorSteps = Generator[Progress | StageReport | FlowFigures, None, FlowFigures]


def train_prior(spec: PriorSpec) -> PriorSteps:
    """Train by `spec` and make the prior a part of the decoder's folder; returns the held-out figures.

    The crops are those of the decoder's own training, if that was of the same pictures. Closing it leaves a
    run to go on with. Raises UserError.
    """
    folder, clip = UnclipFolder.read(spec.decoder), ClipFolder.read(spec.clip)
    folder.check_clip(clip.key)
    work = open_work(spec.decoder / "prior", spec.described(), resume=spec.resume)
    be_repeatable(spec.seed, spec.threads)
    yield Progress(0, None, "Reading pictures")
    examples = read_examples(spec.data)
    learned = learned_from(examples, spec.data)
    encoder = FolderEncoder(spec.clip, spec.device)
    with closing(encoder):
        texts = SaidVectors(learned, encoder)
        space, eyes = load_space(folder), open_eyes(folder.first_stage, clip, spec.device)
        keep = spec.decoder / "work" / f"crops-{folder.side}-{spec.seed}.safetensors"
        keep.parent.mkdir(exist_ok=True)
        source = CropSource(learned, folder.side, spec.seed)
        crops = yield from see_crops(eyes, source, space, spec.crops, keep)
        network = _fresh_prior(spec, crops.vectors.float()).to(spec.device)
        losses = PriorLosses(network, crops, texts, spec)
        stage = TrainingStage("prior", network, losses, spec.stage, work / "prior.safetensors")
        with closing(stage.run()) as steps:
            yield from steps
        averaged = averaged_network(stage, network)
        export_prior(averaged, spec.decoder)
        figures = _measured(averaged, space, eyes, examples, encoder, folder.side)
    (spec.decoder / "prior" / "figures.json").write_text(
        json.dumps(figures.document(), indent=2) + "\n", "utf-8"
    )
    yield figures
    return figures


def _fresh_prior(spec: PriorSpec, vectors: torch.Tensor) -> PriorNetwork:
    network = PriorNetwork(PriorShape(vectors.shape[1], spec.shape.width, spec.shape.blocks))
    network.measure(vectors)
    return network


def _measured(
    network: PriorNetwork,
    space: LatentSpace,
    eyes: Eyes,
    examples: tuple[Example, ...],
    encoder: FolderEncoder,
    side: int,
) -> FlowFigures:
    """Figures on held-out pictures of which something is said; where there are none, on all such."""
    told = [one for one in examples if one.captions or one.labels]
    chosen = split_of(tuple(told), "dev") or tuple(told)
    crops = held_out_crops(eyes, space, chosen, side)
    said = SaidVectors(chosen[:: -(-len(chosen) // len(crops))][: len(crops)], encoder)
    texts = torch.stack([said.first(row) for row in range(len(crops))])
    device = eyes.plan.device
    vectors = network.standardised(crops.vectors.to(device))
    return flow_figures(network, vectors, texts, device)
