"""The encoder and its heads as an ONNX graph, built node by node so that the runtime has fast kernels for all of it."""

import numpy as np
from e5_weights import HEADS
from net import SIZES, Layer, Lower, Upper
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper
from torch import Tensor, nn

_OPSET = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]


class Graph:
    """Nodes and weights in the order they are put in."""

    def __init__(self) -> None:
        self.nodes: list[NodeProto] = []
        self.weights: list[TensorProto] = []

    def weight(self, name: str, values: Tensor | np.ndarray) -> str:
        array = values if isinstance(values, np.ndarray) else values.detach().float().numpy()
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def node(self, kind: str, given: list[str], to: str, **settings: object) -> str:
        domain = "com.microsoft" if kind in {"Attention", "Gelu"} else ""
        self.nodes.append(helper.make_node(kind, given, [to], name=to, domain=domain, **settings))
        return to

    def linear(self, module: nn.Linear, given: str, to: str) -> str:
        product = self.node("MatMul", [given, self.weight(f"{to}.w", module.weight.T)], f"{to}.product")
        return self.node("Add", [product, self.weight(f"{to}.b", module.bias)], to)

    def norm(self, module: nn.LayerNorm, given: str, to: str) -> str:
        parts = [given, self.weight(f"{to}.w", module.weight), self.weight(f"{to}.b", module.bias)]
        return self.node("LayerNormalization", parts, to, axis=-1, epsilon=module.eps)

    def layer(self, module: Layer, given: str, to: str) -> str:
        weights = [self.weight(f"{to}.qkv.w", module.qkv.weight.T), self.weight(f"{to}.qkv.b", module.qkv.bias)]
        seen = self.node("Attention", [given, *weights, "lengths"], f"{to}.seen", num_heads=HEADS)
        first = self.node("Add", [self.linear(module.out, seen, f"{to}.out"), given], f"{to}.first")
        first = self.norm(module.after_attention, first, f"{to}.middle")
        wide = self.node("Gelu", [self.linear(module.wide, first, f"{to}.wide")], f"{to}.gelu")
        second = self.node("Add", [self.linear(module.narrow, wide, f"{to}.narrow"), first], f"{to}.second")
        return self.norm(module.after_wide, second, to)


def graph_of(lower: Lower, upper: Upper) -> ModelProto:
    """`vectors`: pieces with their places; `lengths`: how many of each row count; `told`: all heads side by side."""
    graph = Graph()
    given = graph.norm(lower.embedding.norm, "vectors", "start")
    for number, layer in enumerate([*lower.layers, *upper.layers]):
        given = graph.layer(layer, given, f"layer{number}")
    parts = [graph.linear(upper.heads[name], given, name) for name in SIZES]
    graph.node("Concat", parts, "told", axis=-1)
    made = helper.make_graph(
        graph.nodes,
        "reader",
        [
            helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["texts", "pieces", 384]),
            helper.make_tensor_value_info("lengths", TensorProto.INT32, ["texts"]),
        ],
        [helper.make_tensor_value_info("told", TensorProto.FLOAT, ["texts", "pieces", sum(SIZES.values())])],
        graph.weights,
    )
    return helper.make_model(made, opset_imports=_OPSET, ir_version=9)
