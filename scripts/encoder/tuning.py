"""Fine-tuning of the encoder on the sentences of annotated reports."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from encoder.model import Encoder
from encoder.weights import Array
from encoder.windows import BATCH, Window, batches

RATE, RATE_OF_NEW = 2e-4, 1e-3
"""Of the weights that were there before, and of the others."""


def fine_tune(encoder: Encoder, found: Sequence[Window], epochs: int) -> None:
    """Teach an encoder the names in `found`."""
    rng = np.random.default_rng(1)
    found = [w for w in found if any(w.names)]
    before = ("layers", "ln", "pos")
    old = [p for n, p in encoder.named_parameters() if n.startswith(before)]
    new = [p for n, p in encoder.named_parameters() if not n.startswith((*before, "word"))]
    groups = [{"params": old, "lr": RATE}, {"params": new, "lr": RATE_OF_NEW}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = epochs * -(-len(found) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / (0.1 * steps), (steps - step) / (0.9 * steps))
    )
    encoder.train()
    for epoch in range(epochs):
        total = 0.0
        rounds = batches(found, rng.permutation(len(found)).tolist())
        for batch in [rounds[at] for at in rng.permutation(len(rounds))]:
            tags, spans = encoder(batch)
            tagged = functional.cross_entropy(torch.cat(tags), torch.tensor([t for w in batch for t in w.tags()]))
            named = [(s[n], name) for w, s in zip(batch, spans, strict=True) for n, name in enumerate(w.names) if name]
            loss = tagged - torch.stack([chances[name[0], name[1] - 1] for chances, name in named]).mean()
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += loss.item()
        print(f"  epoch {epoch + 1} of {epochs}: loss {total / len(rounds):.3f}", flush=True)


def trained(path: Path, tensors: Mapping[str, Array], found: Sequence[Window], epochs: int) -> Encoder:
    """The encoder in `path`, which is fine-tuned first where there is none."""
    torch.manual_seed(1)
    encoder = Encoder(tensors)
    if not path.is_file():
        began = time.process_time()
        fine_tune(encoder, found, epochs)
        torch.save({name: tensor.half() for name, tensor in encoder.state_dict().items()}, path)
        print(f"{path.name}: {len(found)} sentences, {(time.process_time() - began) / 60:.1f} minutes of CPU")
    encoder.load_state_dict({name: tensor.float() for name, tensor in torch.load(path).items()})
    encoder.eval()
    return encoder
