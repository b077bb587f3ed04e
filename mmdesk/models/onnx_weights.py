"""Weights of an exported graph, left where they are: in the safetensors file beside it.

torch exports a graph with its parameters as inputs. Here each becomes an initializer that names a place in
that file, in the data type it has there; where it is not fp32, a cast widens it in front of its first use. Of
a table of embeddings only the rows looked up are widened.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from mmdesk.models.weights_file import TensorPlace, tensor_places

TYPES: Mapping[str, int] = {
    "F32": TensorProto.FLOAT,
    "F16": TensorProto.FLOAT16,
    "BF16": TensorProto.BFLOAT16,
}
"""ONNX's types by safetensors' names. Tensors of other types are stored in the graph itself."""

WIDE = "/fp32"
"""Ending of the name of a tensor once it is widened."""


def refer_to_weights(model: ModelProto, file: Path, values: Mapping[str, NDArray[np.float32]]) -> None:
    """Turn the inputs of `model` named in `values` into initializers, in place.

    What the safetensors `file` holds under its name, in its shape, is left there; other values are stored in
    the graph. `file` must lie beside the graph.
    """
    places = {name: place for name, place in tensor_places(file).items() if _is_same(place, values.get(name))}
    graph = model.graph
    inputs = [one for one in graph.input if one.name not in values]
    named = [one.name for one in graph.input if one.name in values]
    del graph.input[:]
    graph.input.extend(inputs)
    for name in named:
        kept = _reference(name, places[name], file.name) if name in places else _stored(name, values[name])
        graph.initializer.append(kept)
    narrow = {name for name in named if name in places and places[name].dtype != "F32"}
    nodes = list(_widened(graph.node, narrow))
    del graph.node[:]
    graph.node.extend(nodes)


def _is_same(place: TensorPlace, value: NDArray[np.float32] | None) -> bool:
    return value is not None and place.dtype in TYPES and place.shape == value.shape


def _reference(name: str, place: TensorPlace, file: str) -> TensorProto:
    tensor = TensorProto(
        name=name, data_type=TYPES[place.dtype], dims=place.shape, data_location=TensorProto.EXTERNAL
    )
    for key, value in (("location", file), ("offset", place.offset), ("length", place.length)):
        tensor.external_data.add(key=key, value=str(value))
    return tensor


def _stored(name: str, value: NDArray[np.float32]) -> TensorProto:
    tensor: TensorProto = numpy_helper.from_array(value, name)
    return tensor


def _widened(nodes: Iterator[NodeProto], narrow: set[str]) -> Iterator[NodeProto]:
    """`nodes` with casts where they need one of the `narrow` tensors in fp32."""
    wide: set[str] = set()
    for node in nodes:
        if node.op_type == "Gather" and node.input[0] in narrow:
            yield from _widened_lookup(node)
            continue
        for place, name in enumerate(node.input):
            if name not in narrow:
                continue
            if name not in wide:
                wide.add(name)
                yield helper.make_node("Cast", [name], [name + WIDE], to=TensorProto.FLOAT)
            node.input[place] = name + WIDE
        yield node


def _widened_lookup(node: NodeProto) -> Iterator[NodeProto]:
    """A lookup in a narrow table, its rows then widened."""
    found = node.output[0]
    node.output[0] = found + "/stored"
    yield node
    yield helper.make_node("Cast", [node.output[0]], [found], to=TensorProto.FLOAT)
