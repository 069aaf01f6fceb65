"""The values that travel through the pipeline: all frozen, all in terms of one text.

`Doc.text` is the ruler. Every paragraph, cell, number and quote is a half-open span of its code points, so
`doc[span]` is always the quote. Inside the program values hold each other as objects; indices exist in files only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Context, Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from extractor.interval import Bounds, stated_bounds
from extractor.origins import NOWHERE, Link, Margin, Origin, Source

Kind = Literal["money", "percent", "count", "score", "duration", "date", "ordinal", "measure"]
Comparator = Literal["eq", "ge", "gt", "le", "lt", "approx", "more"]
UnitSource = Literal["text", "header", "caption", "context"]
Role = Literal[
    "actual", "target", "budget_initial", "budget_adjusted", "final", "change", "share", "weight", "score"
]  # fmt: skip
Verdict = Literal["consistent", "inconsistent", "unverifiable"]
Severity = Literal["error", "warning", "info"]
FindingKind = Literal["sum", "ratio", "delta", "match", "score", "target", "unit", "logic"]
ReportKind = Literal["department", "project", "execution", "final_account", "budget", "other"]


class Span(NamedTuple):
    """Half-open range of code points of `Doc.text`."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def trimmed(self, text: str) -> Span:
        """Without the white space at its ends; empty at its end where it is all white space."""
        start, end = self
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return Span(start, end)


@dataclass(frozen=True, slots=True)
class Meta:
    """What the report says about itself; `None` where it does not."""

    organisation: str | None = None
    title: str | None = None
    fiscal_year: int | None = None
    report_kind: ReportKind = "other"
    report_date: str | None = None
    """ISO date."""
    index_number: str | None = None
    """索引号 under which the portal files the page."""
    published: str | None = None
    """ISO date on which the portal published it."""


class Paragraph(NamedTuple):
    """A paragraph outside tables; `span` is its text without surrounding white space and marks."""

    span: Span
    origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True)
class Heading:
    """A node of the outline."""

    span: Span
    """From the marker to the end of the title."""
    level: int
    """Depth in the tree, 1 for the top, whatever a converter made of the number."""
    number: str | None
    """The marker as printed: `一、`, `（1）`."""
    title: str


class Sentence(NamedTuple):
    """From 。！？； or a line start to the next, closing mark included; never crosses a paragraph or a cell."""

    span: Span
    clauses: tuple[Span, ...]
    """Parts between ， ； 。 and ： in text order, the closing mark included; together they are the sentence."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Parts that are announced under a whole: `基本支出20万元，其中：人员12万元、公用8万元`."""

    head: Span
    """What stands before the cue, back to the start of its sentence or to the previous listing."""
    cue: str
    """`其中`, `包括`, `分别`, `：` …"""
    items: tuple[Span, ...]
    """The parts in text order, without separators; two or more for a colon, one or more for 其中."""


class Cell(NamedTuple):
    """A cell of the rectangular grid; a merged cell is one cell at its top-left corner."""

    row: int
    col: int
    span: Span
    """Its text without surrounding white space and marks; empty for an empty cell."""
    text: str
    """`doc[span]`, as printed."""
    row_span: int = 1
    col_span: int = 1
    origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True)
class TableValue:
    """A cell that states a result or a plan, with the labels that say of what."""

    span: Span
    text: str
    cell: Cell
    row_labels: tuple[Cell, ...]
    """Label cells left of it, merged ones included, outermost first."""
    col_labels: tuple[Cell, ...]
    """Heading cells above it, outermost first; empty where the heading row is lost."""
    column: str | None = None
    """Meaning of its column, an id of `columns` in configs/forms.yaml: `budget_initial`, `target`, `weight` …"""
    kind: Kind | None = None
    """What a bare number in it measures; None where only its own text can tell."""
    unit: str | None = None
    """Unit of a bare number in it."""
    unit_source: UnitSource | None = None
    inferred: bool = False
    """The column's meaning comes from the form, because the heading row is lost."""
    comparator: Comparator | None = None
    """Printed in a column of its own: 指标性质 ≥."""

    @property
    def row_path(self) -> tuple[str, ...]:
        return tuple(squeeze(cell.text) for cell in self.row_labels)

    @property
    def col_path(self) -> tuple[str, ...]:
        return tuple(squeeze(cell.text) for cell in self.col_labels)


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a rectangular grid."""

    span: Span
    rows: int
    cols: int
    cells: tuple[Cell, ...]
    """In row-major order. Before `tabulate`, `col` of an inexact table is the ordinal in its row."""
    exact: bool
    """The spans are the file's own (docx, html, Excel) or drawn as rules, not worked out from a flattened text."""
    title: str | None = None
    title_span: Span | None = None
    unit: str | None = None
    """From the caption: `单位：万元`."""
    form: str | None = None
    """Id of the official form in configs/forms.yaml."""
    values: tuple[TableValue, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """What a unit is worth in the base unit of its dimension."""

    dimension: str
    """Amounts are comparable inside one dimension only: `CNY`, `length`, `time` …"""
    base: str
    """元, 平方米, 秒 …; the measure word itself where nothing converts it."""
    ratio: Fraction
    """Base units in one: 10000 for 万元, 2000/3 for 亩."""
    offset: Decimal = Decimal(0)
    """Added to a value before it is multiplied: -32 for 华氏度."""

    def convert(self, value: Decimal) -> Decimal:
        """`value` of this unit in the base unit: exact, or to 28 digits where the quotient does not end."""
        exact = Context(prec=len(value.as_tuple().digits) + 60)
        product = exact.multiply(exact.add(value, self.offset), Decimal(self.ratio.numerator))
        if self.ratio.denominator == 1:
            return product
        return Context(prec=28).divide(product, Decimal(self.ratio.denominator))


class Mention(NamedTuple):
    """A number found in the text, not yet evaluated."""

    span: Span
    """With comparator, unit and approximation marks."""
    kind: Kind
    number: Span
    """The bare numeral; of a range, from the first to the last."""
    pattern: str
    """Which rule found it, for `gouji explain`."""
    value: TableValue | None = None
    """The table value it stands in."""
    parsed: object = None
    """The pieces that the finder took it to, so that none is matched again."""


class Silence(NamedTuple):
    """A numeral that was passed over on purpose."""

    span: Span
    reason: str
    """`outline`, `document-number`, `name`, `set-phrase`, `idiom`, `law-article`, `phone` …"""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as the report states it, with its unit."""

    span: Span
    """Comparator, measure word and approximation mark included."""
    text: str
    kind: Kind
    value: Decimal | None
    """In the stated unit: 315.68 for 315.68万元, never 3156800. None for a date."""
    value_to: Decimal | None = None
    """Upper end of a range."""
    unit: str | None = None
    """As printed, or inherited; None if nothing gives one."""
    unit_source: UnitSource | None = None
    comparator: Comparator = "eq"
    date: str | None = None
    """Of a date: ISO text, `2022`, `2022-09-07`, `2023/2025`."""
    number: Span | None = None
    """The bare numeral."""
    place: TableValue | None = None
    """The table value it stands in; None in narrative and in labels."""
    measure: Measure | None = None
    """What its unit is worth; None where no unit is given or known."""
    approximate: bool = False
    """The text blurs it: 近, 约, 左右, 余, 多, 几, 七八个."""

    @property
    def normal(self) -> Decimal | None:
        """`value` in the base unit: 3156800 for 315.68万元; None without a unit that is known."""
        return None if self.value is None or self.measure is None else self.measure.convert(self.value)

    @property
    def bounds(self) -> Bounds | None:
        """What a range, a comparator or a blurred numeral allows, in the base unit; None for one exact number."""
        if self.value is None or self.kind in ("date", "ordinal"):
            return None
        stated = stated_bounds(self.text, self.value, self.value_to, self.comparator, self.approximate)
        if stated is None or self.measure is None:
            return stated
        low, high = (None if end is None else self.measure.convert(end) for end in stated[:2])
        return stated._replace(low=low, high=high)


@dataclass(frozen=True, slots=True)
class Fact:
    """What a quantity says: of which metric, in which role, when and about what."""

    quantity: Quantity
    metric: str | None
    """Id of configs/metrics.yaml; None if none fits."""
    indicator: Span | None
    """The words that name what is measured."""
    role: Role
    period: str | None
    """ISO period that the number is about."""
    scope: str | None
    """Programme, round or body that tells it from other facts of the same metric; None: the whole report."""
    confidence: float
    """0 … 1, as a share of such facts that is right."""
    by: str
    """Who chose the indicator, and its way of naming: `rule.left`, `model.share`."""

    @property
    def source(self) -> str:
        """The way of naming, of `extractor.tagger.candidates.Source`."""
        return self.by.partition(".")[2]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A number of another report that takes part in a check."""

    path: str
    member: str | None
    span: Span
    """In the canonical text of that report."""
    quote: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A check of two or more stated numbers."""

    check: str
    """Id of the check, `sum.listing`."""
    kind: FindingKind
    verdict: Verdict
    severity: Severity
    """Of an inconsistent finding; `info` otherwise."""
    evidence: tuple[Span, ...]
    """The numbers that take part, the total or the claim first."""
    formula: str
    """With the numbers in it: `215.81 + 60.89 = 276.70`."""
    message: str
    """Chinese, for the clerk who must act on it."""
    computed: str | None = None
    stated: str | None = None
    difference: str | None = None
    tolerance: str | None = None
    """From the printed digits."""
    cause: Finding | None = None
    """The finding that this one follows from."""
    repair: str | None = None
    """A hypothesis, never applied."""
    elsewhere: tuple[Elsewhere, ...] = ()
    """The numbers of other reports that take part."""


@dataclass(frozen=True, slots=True)
class Doc:
    """A report and everything found in it so far; each stage fills one layer."""

    source: Source
    text: str
    paragraphs: tuple[Paragraph, ...] = ()
    tables: tuple[Table, ...] = ()
    meta: Meta = Meta()
    outline: tuple[Heading, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    """In text order; in cells too."""
    listings: tuple[Listing, ...] = ()
    mentions: tuple[Mention, ...] = ()
    silences: tuple[Silence, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    facts: tuple[Fact, ...] = ()
    findings: tuple[Finding, ...] = ()
    margins: tuple[Margin, ...] = ()
    """In page order; not in `text`."""
    links: tuple[Link, ...] = ()
    flags: tuple[str, ...] = field(default=())
    """What the reader had to guess or lost: `hole`, `replaced-bytes`, `bare-text`, `page-3-not-recognised` …;
    docs/formats.md says what each means."""

    def __getitem__(self, span: Span) -> str:
        return self.text[span.start : span.end]


def squeeze(text: str) -> str:
    """`text` without any white space: how labels are compared."""
    return "".join(text.split())
