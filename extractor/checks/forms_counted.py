"""Things of which a report speaks twice in other words: as many forms as projects, as many cars as cars. Confirm only:
a form may be of another year, a car of another body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from extractor.checks import check
from extractor.ledger.ledger import Ledger, year
from extractor.ledger.verdicts import holds
from extractor.ledger.wording import quoted
from extractor.types import Fact, Finding, squeeze

_PAIRS = (
    (re.compile(r"项目(?:支出)?(?:绩效)?自评表"), ("张", "份"), re.compile(r"项目$"), ("个", "项")),
    (re.compile(r"(?:公务用车|车辆|公车)保有量"), ("辆", "台"), re.compile(r"车辆$"), ("辆", "台")),
)
"""What is counted once, in which units, and what it is counted as elsewhere, in which units."""
_MOST = 20


@check("match.counted")
def counted_twice(ledger: Ledger) -> Iterator[Finding]:
    """The same number of both, for the same year."""
    counts = [f for f in ledger.in_prose("count") if f.role == "actual" and f.quantity.value]
    for one_name, one_units, other_name, other_units in _PAIRS:
        ones = [f for f in counts if f.quantity.unit in one_units and one_name.search(_called(ledger, f))]
        others = [f for f in counts if f.quantity.unit in other_units and other_name.search(ledger.name(f))]
        for one, other in product(ones[:_MOST], others[:_MOST]):
            if one is not other and one.quantity.value == other.quantity.value and year(one) == year(other):
                formula = f"{ledger.quote(one)} = {ledger.quote(other)}"
                message = f"{quoted(ledger, one)}与{quoted(ledger, other)}个数一致"
                yield holds("match.counted", "match", (one.quantity.span, other.quantity.span), formula, message)


def _called(ledger: Ledger, fact: Fact) -> str:
    return ledger.name(fact) + squeeze(ledger.before(fact, 12))
