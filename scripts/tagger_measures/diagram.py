"""The reliability diagram: share of right facts over stated confidence, as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

WIDTH, HEIGHT = 480, 430
_LEFT, _TOP, _SIDE = 64, 44, 320
"""Corner and side of the square of the axes."""
_LEAST, _MOST = 3.0, 15.0
"""Radius of a circle."""
_STYLE = """
  .card { fill: #ffffff; stroke: #d0d7de }
  text { fill: #1f2328; font: 13px system-ui, sans-serif }
  .small { font-size: 11px }
  .grid { stroke: #d8dee4 }
  .even { stroke: #6e7781; stroke-dasharray: 5 4 }
  .line { stroke: #0969da; stroke-width: 2; fill: none }
  .dot { fill: #0969da; fill-opacity: .75 }
  @media (prefers-color-scheme: dark) {
    .card { fill: #0d1117; stroke: #30363d }
    text { fill: #e6edf3 }
    .grid { stroke: #30363d }
    .even { stroke: #8b949e }
    .line { stroke: #58a6ff }
    .dot { fill: #58a6ff }
  }
"""


def diagram(rows: Sequence[tuple[float, float, int]], title: str) -> str:
    """`rows`: mean confidence, share of right facts and number of facts of each tenth; circles are as large as it."""
    most = max(number for _, _, number in rows)
    marks: list[str] = []
    for tick in (0, 20, 40, 60, 80, 100):
        x, y = _at(tick / 100, tick / 100)
        marks += [
            f'<line class="grid" x1="{x}" y1="{_TOP}" x2="{x}" y2="{_TOP + _SIDE}"/>',
            f'<line class="grid" x1="{_LEFT}" y1="{y}" x2="{_LEFT + _SIDE}" y2="{y}"/>',
            f'<text class="small" x="{x}" y="{_TOP + _SIDE + 18}" text-anchor="middle">{tick} %</text>',
            f'<text class="small" x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{tick} %</text>',
        ]
    (x0, y0), (x1, y1) = _at(0, 0), _at(1, 1)
    marks.append(f'<line class="even" x1="{x0}" y1="{y0}" x2="{x1}" y2="{y1}"/>')
    points = " ".join("{},{}".format(*_at(sure, right)) for sure, right, _ in rows)
    marks.append(f'<polyline class="line" points="{points}"/>')
    for sure, right, number in rows:
        x, y = _at(sure, right)
        radius = round(_LEAST + (_MOST - _LEAST) * sqrt(number / most), 1)
        said = f"confidence {sure:.1%}, right {right:.1%}, {number:,} facts"
        marks.append(f'<circle class="dot" cx="{x}" cy="{y}" r="{radius}"><title>{said}</title></circle>')
        beside = f'x="{x + 0.7 * radius + 3:.1f}" y="{y + 0.7 * radius + 11:.1f}"'
        marks.append(f'<text class="small" {beside}>{number:,}</text>')
    middle, bottom = _LEFT + _SIDE / 2, _TOP + _SIDE + 42
    up = f'transform="translate(18 {_TOP + _SIDE / 2}) rotate(-90)"'
    body = "\n".join(marks)
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" aria-labelledby="title">
<title id="title">{title}</title>
<style>{_STYLE}</style>
<rect class="card" x=".5" y=".5" width="{WIDTH - 1}" height="{HEIGHT - 1}" rx="8"/>
<text x="{middle}" y="24" text-anchor="middle">{title}</text>
{body}
<text x="{middle}" y="{bottom}" text-anchor="middle">stated confidence; beside each circle, its facts</text>
<text {up} text-anchor="middle">facts that are right</text>
<text class="small" x="{_LEFT + _SIDE + 8}" y="{_TOP + 4}">as stated</text>
</svg>
"""  # noqa: E501


def _at(sure: float, right: float) -> tuple[float, float]:
    """The place of a point on the page."""
    return round(_LEFT + sure * _SIDE, 1), round(_TOP + (1 - right) * _SIDE, 1)
