"""Web archives: every page and document a crawler was given comes out under its address, and nothing else."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import pytest

from extractor.readers import read_all, warc
from extractor.run import extract_all
from extractor.types import Doc

PAGE = (
    "<html><body><div>" + "<p>云溪县水务局2023年支出12万元，执行率100%。</p>" * 20 + "</div></body></html>"
).encode()
TEXT = "云溪县水务局2023年支出12万元。\n".encode()


def record(
    address: str,
    body: bytes,
    *,
    status: str = "200 OK",
    type: str | None = "text/html",
    kind: str = "response",
    **headers: str,
) -> bytes:
    """A record; of a resource, the body alone."""
    lines = [f"HTTP/1.1 {status}", *([f"Content-Type: {type}"] if type else [])]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    block = body if kind == "resource" else "\r\n".join([*lines, "", ""]).encode() + body
    outer = type if kind == "resource" else "application/http; msgtype=response"
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2024-01-01T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{address}>\r\nContent-Type: {outer}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def chunked(body: bytes) -> bytes:
    pieces = [body[at : at + 50] for at in range(0, len(body), 50)]
    return b"".join(b"%x;x=1\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def outcomes(data: bytes) -> list[str]:
    """Addresses of the documents, and the whole line of each error."""
    return [str(one.source.member) if isinstance(one, Doc) else f"✗{one}" for one in read_all(data, "抓取.warc")]


def raw_deflate(body: bytes) -> bytes:
    return zlib.compress(body)[2:-4]


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        pytest.param(PAGE, {}, id="plain"),
        pytest.param(gzip.compress(PAGE), {"Content_Encoding": "gzip"}, id="gzip"),
        pytest.param(zlib.compress(PAGE), {"Content_Encoding": "deflate"}, id="deflate"),
        pytest.param(raw_deflate(PAGE), {"Content_Encoding": "deflate"}, id="deflate without its head"),
        pytest.param(chunked(PAGE), {"Transfer_Encoding": "chunked"}, id="chunked"),
        pytest.param(
            chunked(gzip.compress(PAGE)), {"Transfer_Encoding": "chunked", "Content_Encoding": "gzip"}, id="both"
        ),
        pytest.param(
            PAGE, {"Transfer_Encoding": "chunked", "Content_Encoding": "gzip"}, id="taken off by the crawler already"
        ),
        pytest.param(PAGE, {"Content_Encoding": "br"}, id="another one taken off"),
    ],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_page_is_read_however_it_travelled(body: bytes, headers: dict[str, str], pack: type[bytes]) -> None:
    address = "http://www.yunxi.example/a/1.html"
    before, after = record("http://x.example/", PAGE), record("http://z.example/", PAGE)
    data = b"".join(map(pack, (before, record(address, body, **headers), after)))
    docs = [one for one in read_all(data, "抓取.warc") if isinstance(one, Doc)]
    assert [doc.source.member for doc in docs] == ["http://x.example/", address, "http://z.example/"]
    assert docs[1].source.sha256 == docs[0].source.sha256
    assert docs[1].source.format == "html"


def test_only_documents_that_were_given_are_read() -> None:
    data = b"".join(
        [
            record("http://a.example/没有", PAGE, status="404 Not Found"),
            record("http://a.example/转", b"", status="302 Found"),
            record("http://a.example/a.css", b"table{}", type="text/css"),
            record("http://a.example/a.js", b"var a", type="application/javascript"),
            record("http://a.example/数据", b'{"a": 1}', type="text/html"),
            record("http://a.example/a.png", b"\x89PNG\r\n\x1a\n" + bytes(40), type="text/html"),
            record("http://a.example/feed", b'<?xml version="1.0"?><rss/>', type="text/xml"),
            record("http://a.example/空", b"", type="text/html"),
            record("http://a.example/再", PAGE, kind="revisit"),
            record("http://a.example/问", b"GET / HTTP/1.1\r\n\r\n", kind="request"),
            record("http://a.example/down?id=7", TEXT, type="text/plain; charset=utf-8"),
            record("http://a.example/附件.txt", TEXT, type="application/octet-stream"),
            record("http://a.example/资源", PAGE, kind="resource", type="text/html"),
            record("http://a.example/包.rar", b"Rar!\x1a\x07\x01\x00", type="application/octet-stream"),
        ]
    )
    *read, refused = outcomes(data)
    assert read == ["http://a.example/down?id=7", "http://a.example/附件.txt", "http://a.example/资源"]
    assert refused.startswith("✗抓取.warc!http://a.example/包.rar: a RAR archive")


def test_links_are_resolved_against_the_address_of_the_page() -> None:
    page = PAGE.replace(b"</div>", '<p><a href="../附件1.docx">附件1：自评表.docx</a></p></div>'.encode())
    [doc] = read_all(record("http://www.yunxi.example/a/b/1.html", page), "抓取.warc")
    assert isinstance(doc, Doc)
    assert [link.address for link in doc.links] == ["http://www.yunxi.example/a/附件1.docx"]


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_an_archive_that_breaks_off_gives_what_it_has_and_an_error(pack: type[bytes]) -> None:
    data = b"".join(pack(record(f"http://a.example/{n}", PAGE)) for n in range(3))
    one, two, broken = outcomes(data[:-60] if pack is not bytes else data[:-700])
    assert (one, two) == ("http://a.example/0", "http://a.example/1")
    assert "breaks off" in broken


def test_a_record_that_cannot_be_unpacked_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    bad = gzip.compress(PAGE)[:20] + b"\xff" * 40
    data = b"".join(
        [
            record("http://a.example/坏", bad, Content_Encoding="gzip"),
            record("http://a.example/压", b"\x8b\x05\x80" + bytes(range(128, 200)), Content_Encoding="br"),
            record("http://a.example/好", TEXT, type="text/plain"),
        ]
    )
    damaged, packed, good = outcomes(data)
    assert "damaged on its way" in damaged
    assert "packed with br" in packed
    assert good == "http://a.example/好"
    monkeypatch.setattr(warc, "MAX_MEMBER", 500)
    assert "over the limit" in outcomes(record("http://a.example/大", PAGE))[0]
    bomb = record("http://a.example/弹", gzip.compress(PAGE), Content_Encoding="gzip")
    assert "over the limit" in outcomes(bomb)[0]


def test_an_archive_without_documents_is_one_error() -> None:
    [line] = outcomes(record("http://a.example/a.css", b"table{}", type="text/css"))
    assert "without any document" in line


def test_a_web_archive_over_the_limit_of_a_file_is_streamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import extractor.run as run

    monkeypatch.setattr(run, "MAX_BYTES", 100)
    path = tmp_path / "抓取.warc.gz"
    path.write_bytes(
        b"".join(gzip.compress(record(f"http://a.example/{n}.txt", TEXT, type="text/plain")) for n in "ab")
    )
    assert [one.member for one in extract_all([path], until="tabulate")] == [
        "http://a.example/a.txt",
        "http://a.example/b.txt",
    ]
