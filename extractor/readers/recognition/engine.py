"""The recogniser: rapidocr with the models in its wheel, built once a process, silent, on one thread."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BATCH = 8
"""Pieces recognised at once: more costs memory and gains no time on one thread."""


class Sign(NamedTuple):
    """A recognised sign of a line; blanks are left out."""

    text: str
    at: float
    """Its middle, 0 at the left end of the picture of the line, 1 at the right."""
    confidence: float


def find_lines(image: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Corners of what looks like text: n x 4 x 2, clockwise from the top left; `image` is H x W x 3, BGR."""
    found = _engine()(image, use_det=True, use_cls=False, use_rec=False).boxes
    return np.zeros((0, 4, 2), np.float32) if found is None else np.asarray(found, np.float32)


def read_lines(pictures: Sequence[NDArray[np.uint8]]) -> list[list[Sign]]:
    """The signs of each picture of one line, from left to right."""
    from rapidocr.ch_ppocr_rec import TextRecInput

    if not pictures:
        return []
    result = _engine()._load_rec_model()(TextRecInput(img=list(pictures), return_word_box=True))
    return [_signs(text, word) for text, word in zip(result.txts, result.word_results, strict=True)]


def _signs(text: str, word: Any) -> list[Sign]:
    columns = [column for columns in word.word_cols for column in columns]
    printed = [(sign, trust) for sign, trust in zip(text, word.confs, strict=False) if not sign.isspace()]
    return [
        Sign(sign, min((column + 0.5) / word.line_txt_len, 1.0), float(trust))
        for (sign, trust), column in zip(printed, columns, strict=False)
    ]


@lru_cache(maxsize=1)
def _engine() -> Any:
    import onnxruntime
    from rapidocr import RapidOCR

    onnxruntime.set_default_logger_severity(4)
    logging.getLogger("RapidOCR").disabled = True
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.text_score": 0.0,
            "Global.use_preprocess_img": False,
            "Global.use_cls": False,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Det.max_candidates": 5000,
            "Rec.rec_batch_num": _BATCH,
        }
    )
