"""The files that a page attaches."""

from __future__ import annotations

import re
from urllib.parse import unquote, urljoin, urlsplit

from extractor.origins import Link
from extractor.readers.markup.flow import printed
from extractor.readers.markup.links import attached_suffix
from extractor.readers.markup.tree import Element

MAX_LINKS = 500
MAX_TITLE = 200
_QUOTED_PATH = re.compile(r"['\"]([^'\"\s]{4,300})['\"]")
_SAYS_NOTHING = re.compile(
    r"(?:点击|点此|在线)?(?:下载|查看|预览|打开)(?:附件|文件|此处|这里|地址)?|附件(?:下载)?|这里|此处|[\[【(（]?下载[\]】)）]?"
)
_EMBEDDED = {"iframe": "src", "embed": "src", "object": "data"}


def attachments(main: Element, body: Element, address: str | None) -> tuple[Link, ...]:
    """Links to documents in `main` and in what follows it on the page, and others that the page calls 附件; each
    address once, in order.

    `address`: of the page, to resolve relative ones against; None leaves them as they are.
    """
    found: dict[str, str] = {}
    reached = False
    for element in body.walk():
        reached = reached or element is main
        link = _link(element) if len(found) < MAX_LINKS else None
        if link is not None and (reached or _is_called_attachment(element)):
            target = _resolved(link.address, address)
            found.setdefault(target, link.title)
    return tuple(Link(title, target) for target, title in found.items())


def _is_called_attachment(element: Element) -> bool:
    parent = element.parent
    return "附件" in element.text()[:MAX_TITLE] or (parent is not None and "附件" in parent.text()[:MAX_TITLE])


def base_address(root: Element, given: str | None) -> str | None:
    """The address that relative ones are meant against: <base>, else the page's own, as `given` or as it says."""
    own = given
    for element in root.walk():
        if element.tag == "base" and (href := element.get("href")):
            return _resolved(href, given)
        if element.tag == "link" and own is None and element.get("rel").lower() == "canonical":
            own = element.get("href") or None
        if element.tag == "meta" and own is None and element.get("property").lower() == "og:url":
            own = element.get("content") or None
        if element.tag == "body":
            break
    return own if own and urlsplit(own).scheme else None


def _link(element: Element) -> Link | None:
    if element.tag in _EMBEDDED:
        target = element.get(_EMBEDDED[element.tag])
        return Link(_file_name(target), target) if attached_suffix(target) else None
    if element.tag != "a":
        return None
    target = element.get("href")
    if not attached_suffix(target):
        called = _QUOTED_PATH.findall(
            f"{target if target.lower().startswith('javascript') else ''} {element.get('onclick')}"
        )
        target = next((one for one in called if attached_suffix(one)), "")
        if not target:
            return None
    text = printed(element.text())[:MAX_TITLE]
    if not text or _SAYS_NOTHING.fullmatch(text):
        text = element.get("title") or element.get("textvalue") or element.get("download") or _file_name(target) or text
    return Link(text, target)


def _file_name(address: str) -> str:
    return unquote(urlsplit_path(address).rpartition("/")[2])


def urlsplit_path(address: str) -> str:
    """The path of an address; the whole of one that is malformed."""
    try:
        return urlsplit(address).path
    except ValueError:
        return address


def _resolved(target: str, address: str | None) -> str:
    target = "".join(target.split()) if "\n" in target else target.strip()
    if address is None:
        return target
    try:
        return urljoin(address, target)
    except ValueError:
        return target
