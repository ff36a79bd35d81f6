"""The encoder and its heads in torch: layers of multilingual-e5-small as they are, the upper ones trained."""

import math

import numpy as np
import torch
from e5_weights import HEADS, HIDDEN, WIDE, Pretrained, opened
from torch import Tensor, nn
from torch.nn import functional

# What the heads give for each word, side by side: the first ones are chances of their own, `entity` is one of several.
ATTRIBUTION = ("source", "cue", "content", "begins")
ENTITY_TYPES = ("person", "organization", "place", "unit")
ENTITIES = ("O", *(f"{mark}-{name}" for name in ENTITY_TYPES for mark in "BI"))
FACTUALITY = ("factuality",)
SIZES = {"attribution": len(ATTRIBUTION), "entity": len(ENTITIES), "factuality": len(FACTUALITY)}


class Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.qkv, self.out = nn.Linear(HIDDEN, 3 * HIDDEN), nn.Linear(HIDDEN, HIDDEN)
        self.wide, self.narrow = nn.Linear(HIDDEN, WIDE), nn.Linear(WIDE, HIDDEN)
        self.after_attention, self.after_wide = nn.LayerNorm(HIDDEN, 1e-12), nn.LayerNorm(HIDDEN, 1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, given: Tensor, mask: Tensor) -> Tensor:
        batch, length, _ = given.shape
        parts = self.qkv(given).view(batch, length, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4)
        query, key, value = parts[0], parts[1], parts[2]
        scores = torch.matmul(query, key.transpose(-1, -2)) / math.sqrt(HIDDEN // HEADS) + mask
        seen = torch.matmul(torch.softmax(scores, dim=-1), value)
        seen = seen.transpose(1, 2).reshape(batch, length, HIDDEN)
        given = self.after_attention(given + self.drop(self.out(seen)))
        return self.after_wide(given + self.drop(self.narrow(functional.gelu(self.wide(given)))))

    def load(self, tensors: dict[str, np.ndarray], number: int) -> None:
        def weight(name: str, width: int) -> Tensor:
            return torch.from_numpy(opened(tensors[f"l{number}.{name}.w"], width))

        def plain(name: str) -> Tensor:
            return torch.from_numpy(tensors[f"l{number}.{name}"].copy())

        with torch.no_grad():
            self.qkv.weight.copy_(torch.cat([weight(name, HIDDEN) for name in "qkv"]))
            self.qkv.bias.copy_(torch.cat([plain(f"{name}.b") for name in "qkv"]))
            for module, name, width in ((self.out, "ao", HIDDEN), (self.wide, "fi", HIDDEN), (self.narrow, "fo", WIDE)):
                module.weight.copy_(weight(name, width))
                module.bias.copy_(plain(f"{name}.b"))
            for norm, name in ((self.after_attention, "aln"), (self.after_wide, "oln")):
                norm.weight.copy_(plain(f"{name}.w"))
                norm.bias.copy_(plain(f"{name}.b"))


class Embedding(nn.Module):
    """Vectors of pieces as given, plus that of their position."""

    def __init__(self, pretrained: Pretrained, longest: int) -> None:
        super().__init__()
        places = pretrained.tensors["emb.pos"].reshape(-1, HIDDEN)[:longest] + pretrained.tensors["emb.type"][:HIDDEN]
        self.places = nn.Parameter(torch.from_numpy(places.copy()), requires_grad=False)
        self.norm = nn.LayerNorm(HIDDEN, 1e-12)
        with torch.no_grad():
            self.norm.weight.copy_(torch.from_numpy(pretrained.tensors["emb.ln.w"].copy()))
            self.norm.bias.copy_(torch.from_numpy(pretrained.tensors["emb.ln.b"].copy()))

    def forward(self, vectors: Tensor) -> Tensor:
        return self.norm(vectors + self.places[: vectors.shape[1]])


class Upper(nn.Module):
    """The trained layers and the heads."""

    def __init__(self, pretrained: Pretrained, numbers: range) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer() for _ in numbers)
        for layer, number in zip(self.layers, numbers, strict=True):
            layer.load(pretrained.tensors, number)
        self.heads = nn.ModuleDict({name: nn.Linear(HIDDEN, size) for name, size in SIZES.items()})

    def forward(self, given: Tensor, mask: Tensor) -> dict[str, Tensor]:
        for layer in self.layers:
            given = layer(given, mask)
        return {name: head(given) for name, head in self.heads.items()}


class Lower(nn.Module):
    """The layers that stay as they are."""

    def __init__(self, pretrained: Pretrained, numbers: range, longest: int) -> None:
        super().__init__()
        self.embedding = Embedding(pretrained, longest)
        self.layers = nn.ModuleList(Layer() for _ in numbers)
        for layer, number in zip(self.layers, numbers, strict=True):
            layer.load(pretrained.tensors, number)

    def forward(self, vectors: Tensor, mask: Tensor) -> Tensor:
        given = self.embedding(vectors)
        for layer in self.layers:
            given = layer(given, mask)
        return given


def mask_of(lengths: Tensor, longest: int) -> Tensor:
    """What attention may see: 0 within a text, a large negative number behind it."""
    within = torch.arange(longest)[None, :] < lengths[:, None]
    return torch.where(within, 0.0, -10000.0)[:, None, None, :]
