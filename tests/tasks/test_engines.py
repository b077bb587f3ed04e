"""The engines of a model: few pictures are not worth an import of torch, but go to it where it is there."""

from pathlib import Path

from mmdesk.core.places import Places
from mmdesk.models.clip_encoder import ClipEncoder
from mmdesk.models.gate import Gate
from mmdesk.models.onnx_encoder import OnnxEncoder
from mmdesk.models.plan import EncodingPlan, PlanCache
from mmdesk.tasks.clip_model import find_model
from mmdesk.tasks.engines import WORTH_TORCH, Engines


def test_few_pictures_go_to_torch_only_where_it_is_loaded_already(tmp_path: Path) -> None:
    places = Places(tmp_path)
    folder = find_model(places, "starter-clip")
    plans = PlanCache(places.plans)
    plans.remember(folder.key, EncodingPlan("cpu", "float32", 16))
    plans.remember_engine(folder.key, "torch")
    engines = Engines(folder, places, "cpu", Gate())

    assert isinstance(engines.for_pictures(WORTH_TORCH - 1), OnnxEncoder)
    assert isinstance(engines.for_pictures(WORTH_TORCH), ClipEncoder)
    assert isinstance(engines.for_pictures(1), ClipEncoder)
    assert isinstance(engines.for_texts(), OnnxEncoder)
