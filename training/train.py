"""Trains the upper layers and the heads on packed windows, and tells by held-out documents what each head is worth.

python training/train.py --from .train --to .train/model.pt --rounds 4
"""

import argparse
import math
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from e5_weights import read_pretrained, weights_file
from examples import LONGEST
from net import ENTITIES, SIZES, Lower, Upper, mask_of
from torch import Tensor
from torch.nn import functional

# Frozen layers, then those that are trained; the four above are left out, for speed.
FROZEN, TRAINED = range(4), range(4, 8)
FOLDS = 8
PIECES_A_STEP = 3072
WEIGHTS = {"attribution": 1.0, "entity": 0.5, "factuality": 0.25}
SEED = 7


@dataclass
class Packed:
    """Windows of one kind of text: pieces or, once read, what the frozen layers make of them."""

    ids: list[np.ndarray]
    labels: dict[str, list[np.ndarray]]
    words: list[np.ndarray]
    groups: list[str]
    read: list[Tensor]


def unpacked(path: Path) -> Packed:
    with np.load(path) as arrays:
        ends = np.cumsum(arrays["lengths"])[:-1]
        labels = {name: np.split(arrays[name], ends) for name in SIZES}
        words = np.split(arrays["words"], np.cumsum(arrays["word_counts"])[:-1])
        return Packed(np.split(arrays["ids"], ends), labels, words, arrays["groups"].tolist(), [])


def batches(lengths: Sequence[int], order: np.random.Generator | None) -> list[list[int]]:
    """Windows of like length together; shuffled where an order is given."""
    noise = order.uniform(0, 16, len(lengths)) if order is not None else np.zeros(len(lengths))
    found: list[list[int]] = [[]]
    for index in np.argsort(np.array(lengths) + noise, kind="stable").tolist():
        if found[-1] and (len(found[-1]) + 1) * (lengths[index] + 16) > PIECES_A_STEP:
            found.append([])
        found[-1].append(index)
    if order is not None:
        order.shuffle(found)  # type: ignore[arg-type]
    return found


def padded(rows: Sequence[Tensor], fill: float) -> Tensor:
    return torch.nn.utils.rnn.pad_sequence(list(rows), batch_first=True, padding_value=fill)


def read_below(packed: Packed, lower: Lower, vectors: np.ndarray, device: str) -> None:
    """What the frozen layers make of each window, once for all rounds."""
    packed.read = [torch.empty(0)] * len(packed.ids)
    for batch in batches([len(each) for each in packed.ids], None):
        given = padded([torch.from_numpy(vectors[packed.ids[i]].astype(np.float32)) for i in batch], 0.0)
        lengths = torch.tensor([len(packed.ids[i]) for i in batch])
        mask = mask_of(lengths, given.shape[1]).to(device)
        with torch.no_grad(), torch.autocast(device, dtype=torch.bfloat16):
            out = lower(given.to(device), mask).to(torch.bfloat16).cpu()
        for row, i in enumerate(batch):
            packed.read[i] = out[row, : len(packed.ids[i])].clone()


def loss_of(told: dict[str, Tensor], known: dict[str, Tensor]) -> Tensor:
    total = torch.zeros(())
    chances, wanted = told["attribution"].float(), known["attribution"]
    said = ~wanted.isnan()
    if said.any():
        total = (
            total
            + WEIGHTS["attribution"] * functional.binary_cross_entropy_with_logits(chances[said], wanted[said]) * 4
        )
    kinds = known["entity"][..., 0]
    said = ~kinds.isnan()
    if said.any():
        total = total + WEIGHTS["entity"] * functional.cross_entropy(told["entity"].float()[said], kinds[said].long())
    scores = known["factuality"]
    said = ~scores.isnan()
    if said.any():
        total = total + WEIGHTS["factuality"] * functional.smooth_l1_loss(
            told["factuality"].float()[said], scores[said]
        )
    return total


def predict(packed: Packed, which: Sequence[int], upper: Upper, device: str) -> dict[str, list[np.ndarray]]:
    """The heads' answers, by window, on the first pieces of words."""
    upper.eval()
    found: dict[str, list[np.ndarray]] = {name: [np.empty(0)] * len(which) for name in SIZES}
    for batch in batches([len(packed.ids[i]) for i in which], None):
        given = padded([packed.read[which[b]] for b in batch], 0.0).to(device)
        lengths = torch.tensor([len(packed.ids[which[b]]) for b in batch])
        with torch.no_grad(), torch.autocast(device, dtype=torch.bfloat16):
            told = upper(given, mask_of(lengths, given.shape[1]).to(device))
        for name in SIZES:
            values = told[name].float().cpu().numpy()
            for row, b in enumerate(batch):
                found[name][b] = (
                    values[row][packed.words[which[b]][:, 0]] if len(packed.words[which[b]]) else values[row][:0]
                )
    upper.train()
    return found


def f1_at(chance: np.ndarray, wanted: np.ndarray, limit: float) -> float:
    hit, said, true = ((chance > limit) & (wanted > 0)).sum(), (chance > limit).sum(), (wanted > 0).sum()
    return float(2 * hit / max(1, said + true))


def told_of(packed: Packed, which: Sequence[int], upper: Upper, device: str) -> str:
    """Figures of held-out windows, by words."""
    told = predict(packed, which, upper, device)
    lines = []
    wanted = {name: np.concatenate([packed.labels[name][i][packed.words[i][:, 0]] for i in which]) for name in SIZES}
    chances = np.concatenate(told["attribution"])
    if not np.isnan(wanted["attribution"]).all():
        for column, name in enumerate(("source", "cue", "content", "begins")):
            best = max(
                (f1_at(chances[:, column], wanted["attribution"][:, column], x), x) for x in (-1.5, -1, -0.5, 0, 0.5)
            )
            lines.append(f"{name} {best[0]:.3f}@{best[1]}")
    kinds = wanted["entity"][:, 0]
    if not np.isnan(kinds).all():
        said = ~np.isnan(kinds)
        guess, gold = np.concatenate(told["entity"]).argmax(1)[said], kinds[said].astype(int)
        for number in range(1, len(ENTITIES), 2):
            hit = ((guess == gold) & ((gold == number) | (gold == number + 1))).sum()
            size = ((guess == number) | (guess == number + 1)).sum() + ((gold == number) | (gold == number + 1)).sum()
            if size:
                lines.append(f"{ENTITIES[number][2:]} {2 * hit / size:.3f}")
    scores = wanted["factuality"][:, 0]
    if not np.isnan(scores).all():
        said = ~np.isnan(scores)
        guess = np.concatenate(told["factuality"])[said, 0]
        lines.append(
            f"factuality r {np.corrcoef(guess, scores[said])[0, 1]:.3f} mae {np.abs(guess - scores[said]).mean():.3f}"
        )
    return " ".join(lines)


def held_out(group: str, numbers: dict[str, int], fold: int) -> bool:
    """The packs' own dev sets always; of the others one document in eight, unless all are trained on (fold -1)."""
    return "-dev" in group or (fold >= 0 and numbers[group] % FOLDS == fold)


def steps(packs: Sequence[tuple[Packed, list[int]]], order: np.random.Generator) -> Iterator[tuple[Packed, list[int]]]:
    """A round: all batches of all packs, mixed."""
    mixed = [
        (packed, [which[b] for b in batch])
        for packed, which in packs
        for batch in batches([len(packed.ids[i]) for i in which], order)
    ]
    order.shuffle(mixed)  # type: ignore[arg-type]
    yield from mixed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", dest="source", type=Path, required=True)
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--packs", nargs="+", default=["attribution", "factuality"])
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--fold", type=int, default=0, help="the fold held out; -1 trains on all but the dev sets")
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--begin", type=Path, help="weights of an earlier run to go on from")
    parser.add_argument("--part", type=float, default=1.0, help="the part of the windows used (to try the script)")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(SEED)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    pretrained = read_pretrained(weights_file())
    with np.load(args.source / "vocabulary.npz") as arrays:
        vectors = arrays["vectors"]
    lower = Lower(pretrained, FROZEN, LONGEST).eval().to(device)
    upper = Upper(pretrained, TRAINED).to(device)
    if args.begin:
        upper.load_state_dict(torch.load(args.begin, weights_only=True))
    began = time.time()
    packs, held = [], []
    for name in args.packs:
        packed = unpacked(args.source / f"{name}.npz")
        if args.part < 1:
            size = int(len(packed.ids) * args.part)
            packed.ids, packed.groups, packed.words = packed.ids[:size], packed.groups[:size], packed.words[:size]
        read_below(packed, lower, vectors, device)
        numbers = {group: number for number, group in enumerate(dict.fromkeys(packed.groups))}
        out = {i for i, group in enumerate(packed.groups) if held_out(group, numbers, args.fold)}
        packs.append((packed, [i for i in range(len(packed.ids)) if i not in out]))
        for title, dev in (("fold", False), ("dev", True)):
            which = [i for i in sorted(out) if ("-dev" in packed.groups[i]) is dev]
            if which:
                held.append((f"{name} {title}", packed, which))
        print(
            name,
            len(packs[-1][1]),
            "windows to train on",
            len(out),
            "held out",
            f"{time.time() - began:.0f}s",
            flush=True,
        )
    train(upper, packs, held, args, device)
    return 0


def train(upper: Upper, packs: list, held: list, args: argparse.Namespace, device: str) -> None:
    order = np.random.default_rng(SEED)
    heads = [value for name, value in upper.named_parameters() if name.startswith("heads")]
    layers = [value for name, value in upper.named_parameters() if not name.startswith("heads")]
    optimiser = torch.optim.AdamW(
        [{"params": layers, "lr": args.rate}, {"params": heads, "lr": args.rate * 5}], weight_decay=0.01
    )
    total = args.rounds * sum(1 for _ in steps(packs, np.random.default_rng(0)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, step / (0.06 * total)) * max(0.0, 0.5 * (1 + math.cos(math.pi * step / total)))
    )
    print("steps", total, "device", device, flush=True)
    began, done = time.time(), 0
    for turn in range(args.rounds):
        losses = []
        for packed, batch in steps(packs, order):
            given = padded([packed.read[i] for i in batch], 0.0).to(device)
            lengths = torch.tensor([len(packed.ids[i]) for i in batch])
            known = {
                name: padded([torch.from_numpy(packed.labels[name][i].astype(np.float32)) for i in batch], math.nan).to(
                    device
                )
                for name in SIZES
            }
            with torch.autocast(device, dtype=torch.bfloat16):
                told = upper(given, mask_of(lengths, given.shape[1]).to(device))
            loss = loss_of(told, known)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(upper.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            losses.append(float(loss.detach()))
            done += 1
            if done % 50 == 0:
                print(f"step {done}/{total} loss {np.mean(losses[-50:]):.4f} {time.time() - began:.0f}s", flush=True)
        for title, packed, which in held:
            print(f"round {turn + 1}: {title}: {told_of(packed, which, upper, device)}", flush=True)
        torch.save(upper.state_dict(), args.to)


if __name__ == "__main__":
    sys.exit(main())
