"""What the checks share: the stated numbers found by place and meaning, their arithmetic, and how a finding is told.

`ledger.py` is the view of a Doc that every check reads; `amounts.py`, `agreement.py` and `closing.py` compare printed
numbers; `rows.py`, `indicator_rows.py`, `instances.py`, `wholes.py`, `changes.py` and `likeness.py` say which numbers
speak of one thing; `wording.py` and `verdicts.py` make findings, `causes.py` and `repairs.py` group them and propose
a repair.
"""
