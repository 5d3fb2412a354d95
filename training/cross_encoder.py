"""A cross-encoder on MiniLM: one network reads premise and claim together.

BERT with the weights of all-MiniLM-L6-v2, its word embeddings kept as they are, and a linear head
on the mean over tokens beside the first token. Training is seeded and can be stopped at any time: a
phase's batches are a function of its seed, and a checkpoint holds weights, optimiser and place.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import BertModel

from interviewer.embedders.minilm import package_dir
from training.examples import Example

MAX_TOKENS = 160
CLASSES = 3
_POOL = 4096
SAVE_EVERY = 200


class Phase(NamedTuple):
    """One stretch of training: what is read, how often, how fast.

    ``top`` is how many of the six layers learn (6: all); the rate rises over the first 4 % of the
    steps and then falls in a straight line from ``rate`` to ``last_rate``. ``dropout`` is the share
    of hidden states that each step leaves out, drawn anew from the seed and the step's number.
    """

    name: str
    examples: Sequence[Example]
    epochs: float
    rate: float
    last_rate: float
    top: int = 6
    batch_tokens: int = 2560
    seed: int = 1
    dropout: float = 0.0


class Progress(NamedTuple):
    """Where a phase stands: steps done, the mean loss since the last checkpoint, minutes."""

    phase: str
    step: int
    steps: int
    loss: float
    minutes: float


class CrossEncoder(torch.nn.Module):
    """Read token ids ``[b, n]`` into logits ``[b, 3]``: entails, neither, contradicts."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = BertModel.from_pretrained(
            package_dir(), add_pooling_layer=False, attn_implementation="sdpa"
        )
        self.leave_out(0.0)
        self.encoder.config.attention_probs_dropout_prob = 0.0
        for parameter in self.encoder.embeddings.parameters():
            parameter.requires_grad_(False)
        self.head = torch.nn.Linear(2 * self.encoder.config.hidden_size, CLASSES)

    def forward(self, ids: torch.Tensor, types: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return logits ``[b, 3]``; ``mask`` is 1 where there is a token."""
        states = self.encoder(
            input_ids=ids, token_type_ids=types, attention_mask=mask
        ).last_hidden_state
        kept = mask.unsqueeze(-1).to(states.dtype)
        mean = (states * kept).sum(1) / kept.sum(1)
        logits: torch.Tensor = self.head(torch.cat([states[:, 0], mean], dim=1))
        return logits

    def leave_out(self, share: float) -> None:
        """Let every step of training leave out this share of the hidden states."""
        for module in self.encoder.modules():
            if isinstance(module, torch.nn.Dropout):
                module.p = share

    def learn_top(self, layers: int) -> None:
        """Let only the last ``layers`` layers and the head learn."""
        blocks = self.encoder.encoder.layer
        for number, block in enumerate(blocks):
            for parameter in block.parameters():
                parameter.requires_grad_(number >= len(blocks) - layers)


class Encoded(NamedTuple):
    """Token ids and segment numbers of one pair."""

    ids: list[int]
    types: list[int]


def tokenizer() -> Tokenizer:
    """Return the model's tokenizer; pairs are cut, the longer side first, at `MAX_TOKENS`."""
    found = Tokenizer.from_file(str(package_dir() / "tokenizer.json"))
    found.no_padding()
    found.enable_truncation(MAX_TOKENS, strategy="longest_first")
    return found


def encode(pairs: Sequence[tuple[str, str]]) -> list[Encoded]:
    """Return the tokens of (premise, claim) pairs."""
    return [Encoded(e.ids, e.type_ids) for e in tokenizer().encode_batch(list(pairs))]


def batches(lengths: Sequence[int], tokens: int, epochs: float, seed: int) -> list[list[int]]:
    """Return batches of places of like length, about ``tokens`` tokens each, in a seeded order."""
    rng = random.Random(seed)
    order: list[int] = []
    left = epochs
    while left > 0:
        once = list(range(len(lengths)))
        rng.shuffle(once)
        order += once[: round(len(once) * min(1.0, left))]
        left -= 1
    made: list[list[int]] = []
    for start in range(0, len(order), _POOL):
        pool = sorted(order[start : start + _POOL], key=lambda at: lengths[at])
        ready: list[list[int]] = []
        batch: list[int] = []
        for place in pool:
            if batch and (len(batch) + 1) * lengths[place] > tokens:
                ready.append(batch)
                batch = []
            batch.append(place)
        ready.append(batch)
        rng.shuffle(ready)
        made += ready
    return made


def padded(rows: Sequence[Encoded]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return ids, segment numbers and mask, ``[b, n]`` each."""
    width = max(len(row.ids) for row in rows)
    ids, types, mask = (torch.zeros(len(rows), width, dtype=torch.long) for _ in range(3))
    for number, row in enumerate(rows):
        size = len(row.ids)
        ids[number, :size] = torch.tensor(row.ids)
        types[number, :size] = torch.tensor(row.types)
        mask[number, :size] = 1
    return ids, types, mask


def loss_of(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Return the mean loss; a target with negative entries allows any split among them."""
    shares = torch.log_softmax(logits, dim=1)
    either = targets < 0
    known = -(targets.clamp(min=0) * shares).sum(1)
    open_ = -torch.logsumexp(shares.masked_fill(~either, -1e9), dim=1)
    return torch.where(either.any(1), open_, known).mean()


def train(
    model: CrossEncoder,
    phase: Phase,
    folder: Path,
    *,
    fast: bool = True,
    save_every: int = SAVE_EVERY,
    told: Callable[[Progress], None] | None = None,
) -> CrossEncoder:
    """Run a phase to its end, from its last checkpoint where there is one; return the model.

    On a GPU where there is one, in bfloat16 there. ``fast`` compiles the network for a CPU first.
    ``told`` hears of every checkpoint; else stderr does.
    """
    told = told or _told
    device = _device()
    on_gpu = device.type == "cuda"
    folder.mkdir(parents=True, exist_ok=True)
    done, partial = folder / f"{phase.name}.pt", folder / f"{phase.name}.partial.pt"
    _refuse_others(done.with_suffix(".key"), key_of(phase), done, partial)
    if done.exists():
        model.load_state_dict(torch.load(done, weights_only=True))
        return model
    model.to(device)
    torch.manual_seed(phase.seed)
    rows = encode([(e.premise, e.claim) for e in phase.examples])
    targets = torch.tensor([e.target for e in phase.examples], device=device)
    plan = batches([len(r.ids) for r in rows], phase.batch_tokens, phase.epochs, phase.seed)
    model.learn_top(phase.top)
    model.leave_out(phase.dropout)
    learning = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(learning, lr=phase.rate, weight_decay=0.01, fused=True)
    first = _resume(partial, model, optimiser)
    model.train()
    run = torch.compile(model, dynamic=True) if fast and not on_gpu else model
    began, seen, total = time.monotonic(), 0, torch.zeros((), device=device)
    for step in range(first, len(plan)):
        for group in optimiser.param_groups:
            group["lr"] = rate_at(phase, step, len(plan))
        torch.manual_seed(phase.seed * 1_000_000 + step)
        batch = (part.to(device) for part in padded([rows[at] for at in plan[step]]))
        with torch.autocast("cuda", torch.bfloat16, enabled=on_gpu):
            logits = run(*batch)
        loss = loss_of(logits.float(), targets[plan[step]])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learning, 1.0)
        optimiser.step()
        optimiser.zero_grad()
        seen, total = seen + 1, total + loss.detach()
        if (step + 1) % save_every == 0:
            mean, minutes = float(total) / seen, (time.monotonic() - began) / 60
            seen, total = 0, torch.zeros_like(total)
            state = {"model": model.state_dict(), "optimiser": optimiser.state_dict()}
            torch.save({**state, "step": step + 1}, partial.with_suffix(".tmp"))
            partial.with_suffix(".tmp").replace(partial)
            told(Progress(phase.name, step + 1, len(plan), round(mean, 4), round(minutes, 1)))
    model.cpu()
    torch.save(model.state_dict(), done.with_suffix(".tmp"))
    done.with_suffix(".tmp").replace(done)
    partial.unlink(missing_ok=True)
    return model


def _device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def key_of(phase: Phase) -> str:
    """Return a hash of all that a phase trains on and how; checkpoints are kept under it."""
    how = (phase._replace(examples=()), [tuple(example) for example in phase.examples])
    return hashlib.sha256(repr(how).encode()).hexdigest()


def _refuse_others(file: Path, key: str, *checkpoints: Path) -> None:
    """Write the key of what is trained here; ValueError where there is another one's checkpoint."""
    if file.exists() and file.read_text("utf-8") != key and any(c.exists() for c in checkpoints):
        raise ValueError(
            f"{checkpoints[0]}: was trained on other examples or in another way; remove it, and "
            "what was trained from it, or choose another --work"
        )
    file.write_text(key, "utf-8")


def rate_at(phase: Phase, step: int, steps: int) -> float:
    """Return the learning rate of a step: up over the first 4 %, then down in a straight line."""
    warm = max(1, round(0.04 * steps))
    if step < warm:
        return phase.rate * (step + 1) / warm
    return phase.rate + (phase.last_rate - phase.rate) * (step - warm) / max(1, steps - warm)


def read_pairs(model: CrossEncoder, pairs: Sequence[tuple[str, str]]) -> np.ndarray:  # type: ignore[type-arg]
    """Return float64 ``[n, 3]`` probabilities of (premise, claim) pairs, in their order."""
    rows = encode(pairs)
    order = sorted(range(len(rows)), key=lambda at: len(rows[at].ids))
    found = np.zeros((len(rows), CLASSES))
    device = _device()
    model.to(device).eval()
    with torch.inference_mode():
        for start in range(0, len(order), 64):
            some = order[start : start + 64]
            logits = model(*(part.to(device) for part in padded([rows[at] for at in some])))
            found[some] = torch.softmax(logits, dim=1).cpu().numpy()
    model.cpu()
    return found


def _resume(partial: Path, model: CrossEncoder, optimiser: torch.optim.Optimizer) -> int:
    if not partial.exists():
        return 0
    state = torch.load(partial, weights_only=True)
    model.load_state_dict(state["model"])
    optimiser.load_state_dict(state["optimiser"])
    return int(state["step"])


def _told(progress: Progress) -> None:
    print(json.dumps(progress._asdict()), file=sys.stderr, flush=True)
