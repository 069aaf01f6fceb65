"""The first layers of the encoder, with heads that tag names and point from a number at its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from encoder.weights import WIDTH, Array
from encoder.windows import KINDS, LONGEST, REACH, TAGS, Window

LAYERS, HEADS = 6, 12


class Layer(nn.Module):  # type: ignore[misc] # torch is not installed where types are checked
    """A layer of BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.q, self.k, self.v, self.ao = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.fi, self.fo = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.aln, self.oln = nn.LayerNorm(WIDTH, 1e-12), nn.LayerNorm(WIDTH, 1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Windows x pieces x width, of the same shape again."""
        q, k, v = (f(x).unflatten(-1, (HEADS, -1)).transpose(1, 2) for f in (self.q, self.k, self.v))
        heard = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask).transpose(1, 2).flatten(2)
        x = self.aln(x + self.drop(self.ao(heard)))
        return self.oln(x + self.drop(self.fo(functional.gelu(self.fi(x)))))


class Encoder(nn.Module):  # type: ignore[misc] # torch is not installed where types are checked
    """Sentence -> directional tags of its characters, and for each number a score of each stretch of characters."""

    def __init__(self, tensors: Mapping[str, Array]) -> None:
        super().__init__()
        self.word = nn.Embedding.from_pretrained(torch.tensor(tensors["emb.word"]), freeze=True)
        self.pos = nn.Parameter(torch.tensor(tensors["emb.pos"]).view(-1, WIDTH)[: REACH + 2])
        self.pos.data += torch.tensor(tensors["emb.type"])[:WIDTH]
        self.kind = nn.Embedding(1 + len(KINDS), WIDTH)
        self.ln = nn.LayerNorm(WIDTH, 1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.drop = nn.Dropout(0.1)
        self.place, self.char = nn.Embedding(16, WIDTH), nn.Linear(WIDTH, WIDTH)
        self.tag = nn.Linear(WIDTH, len(TAGS))
        self.ask, self.first, self.last = nn.Linear(WIDTH, 256), nn.Linear(WIDTH, 128), nn.Linear(WIDTH, 128)
        self.one, self.other = nn.Linear(WIDTH, 64), nn.Linear(WIDTH, 64)
        self.near = nn.Embedding(66, 2)
        nn.init.zeros_(self.kind.weight)
        nn.init.zeros_(self.near.weight)
        nn.init.normal_(self.place.weight, std=0.02)
        state = self.state_dict()
        loaded = {"ln.weight": "emb.ln.w", "ln.bias": "emb.ln.b"}
        for number in range(LAYERS):
            for part in ("q", "k", "v", "ao", "fi", "fo", "aln", "oln"):
                loaded |= {f"layers.{number}.{part}.{a}": f"l{number}.{part}.{a[0]}" for a in ("weight", "bias")}
        for name, source in loaded.items():
            state[name].copy_(torch.tensor(tensors[source]).view(state[name].shape))

    def forward(self, batch: Sequence[Window]) -> tuple[list[Tensor], list[Tensor]]:
        """Of each window: scores of tags, characters x tags; log-probabilities, numbers x first x last character."""
        long = max(len(w.pieces) for w in batch) + 2
        rows, kinds = torch.ones(len(batch), long, dtype=torch.long), torch.zeros(len(batch), long, dtype=torch.long)
        mask = torch.zeros(len(batch), 1, 1, long, dtype=torch.bool)
        for at, w in enumerate(batch):
            rows[at, : len(w.pieces) + 2] = torch.tensor([0, *(row for *_, row in w.pieces), 1])
            kinds[at, 1 : len(w.pieces) + 1] = torch.tensor(w.kinds)
            mask[at, ..., : len(w.pieces) + 2] = True
        x = self.drop(self.ln(self.word(rows) + self.pos[:long] + self.kind(kinds)))
        for layer in self.layers:
            x = layer(x, mask)
        tags, spans = [], []
        for at, w in enumerate(batch):
            of = torch.tensor([n for n, (a, b, _) in enumerate(w.pieces) for _ in range(a, b)]) + 1
            place = torch.tensor([4 * min(c - a, 3) + min(b - c - 1, 3) for a, b, _ in w.pieces for c in range(a, b)])
            chars = self.drop(functional.gelu(self.char(x[at, of]) + self.place(place)))
            tags.append(self.tag(chars))
            spans.append(self._spans(w, chars, torch.stack([x[at, of[a:b]].mean(0) for a, b in w.numbers])))
        return tags, spans

    def _spans(self, window: Window, chars: Tensor, numbers: Tensor) -> Tensor:
        here, asked = torch.arange(len(chars)), self.ask(numbers)
        begin, end = (torch.tensor(edges)[:, None] for edges in zip(*window.numbers, strict=True))
        before, behind = (here - begin).clamp(-32, 0) + 32, 33 + (here - end).clamp(0, 32)
        near = self.near(torch.where(here < begin, before, behind))
        first = asked[:, :128] @ self.first(chars).T / 128**0.5 + near[..., 0]
        last = asked[:, 128:] @ self.last(chars).T / 128**0.5 + near[..., 1]
        score = first[:, :, None] + last[:, None] + self.one(chars) @ self.other(chars).T / 8
        size = here - here[:, None]
        clear = (here < begin)[:, None] | (here >= end)[:, :, None]
        possible = (size >= 0) & (size < LONGEST) & clear
        return score.masked_fill(~possible, -1e4).flatten(1).log_softmax(-1).view_as(score)
