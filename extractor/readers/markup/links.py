"""Where links lead: to an attached document, elsewhere on the same page, or to another page."""

from __future__ import annotations

import re

from extractor.lexicon.pages import load_pages
from extractor.readers.markup.tree import Element

_ARGUMENTS = re.compile(r"[?&#=;]")


LONGEST = 400
"""Characters that links to one page have together; more come of one that was left open."""


def close_links(body: Element) -> None:
    """Undo links that were left open: a browser lets them run on through the page, none of that is a link."""
    lengths: dict[str, int] = {}
    anchors = [element for element in body.walk() if element.tag == "a" and leads_away(element)]
    for anchor in anchors:
        address = anchor.get("href")
        lengths[address] = lengths.get(address, 0) + len("".join(anchor.text().split()))
    for anchor in anchors:
        address = anchor.get("href")
        if lengths[address] > LONGEST and not address.lower().startswith(("#", "javascript")):
            del anchor.attributes["href"]


def attached_suffix(address: str) -> str | None:
    """`pdf` for an address of a document: one that ends so, or an argument of which does."""
    if "." not in address:
        return None
    suffixes = load_pages().attachments
    for part in reversed(_ARGUMENTS.split(address[-500:])):
        name, dot, suffix = part.rpartition(".")
        if dot and name and suffix.strip().lower() in suffixes:
            return suffix.strip().lower()
    return None


def leads_away(anchor: Element) -> bool:
    """Whether an `a` leads to another page, not to a document or to a place on this one."""
    address = anchor.get("href")
    if not address or (address.startswith("#") and len(address) > 1):
        return False
    return attached_suffix(address) is None
