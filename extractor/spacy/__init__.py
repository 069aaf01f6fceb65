"""Gouji in spaCy pipelines: components that the package's entry points offer by name.

    >>> nlp = spacy.blank("zh")  # one token a character: every offset is exact
    >>> nlp.add_pipe("gouji_facts")
    >>> [(q, q._.gouji_fact["metric"]) for q in nlp("基本支出215.81万元。").spans["gouji_quantities"]]

Nothing else in this package imports spaCy.
"""
