"""What a training of CLIP is where nothing else is said."""

from pathlib import Path

from mmdesk.training.spec import StageSpec, TrainSpec
from mmdesk.training.vqgan import spec as vqgan


def test_the_usual_stages_average_over_the_last_500_steps() -> None:
    usual = TrainSpec(Path("data"), Path("out"))
    assert usual.space == StageSpec(batch=512, rate=1e-3, steps=500, ema_decay=0.998)
    assert usual.text_tower == StageSpec(batch=256, rate=1e-3, steps=1500, ema_decay=0.998)


def test_the_usual_vqgan_trains_for_two_hours_and_a_half() -> None:
    usual = vqgan.STAGE
    assert usual == StageSpec(
        batch=32, rate=1.2e-3, seconds=9000, weight_decay=1e-4, ema_decay=0.998, max_gradient_norm=1.0
    )
