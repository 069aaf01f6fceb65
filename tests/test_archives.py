"""Archives: every document in them comes out under its own name, and nothing in them costs more than itself."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from extractor.errors import ReadError
from extractor.readers import packing, read, read_all
from extractor.run import Outcome, extract, extract_all
from extractor.types import Doc
from extractor.writers.names import Names

TEXT = "云溪县水务局2023年支出12万元。\n".encode()


class Unmarked(zipfile.ZipInfo):
    """A member whose name is written in the encoding that its comment says, without the mark of UTF-8."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - of the library
        return self.filename.encode(self.comment.decode()), self.flag_bits & ~0x800


def zipped(members: Mapping[str, bytes], encoding: str | None = None) -> bytes:
    """A zip archive; names in `encoding` are written without the mark of UTF-8."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            info = Unmarked(name) if encoding else zipfile.ZipInfo(name)
            info.comment, info.compress_type = (encoding or "").encode(), zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return out.getvalue()


def tarred(members: dict[str, bytes], encoding: str = "utf-8") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT, encoding=encoding) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def outcomes(data: bytes, path: str = "批次.zip") -> list[str]:
    """Member names of the documents, and the whole line of each error."""
    return [str(one.source.member) if isinstance(one, Doc) else f"✗{one}" for one in read_all(data, path)]


def test_each_member_is_a_document_with_its_own_source() -> None:
    docs = list(read_all(zipped({"甲局/自评.txt": TEXT, "乙局/自评.txt": TEXT * 2}), "批次.zip"))
    assert [
        (doc.source.path, doc.source.member, doc.source.format, doc.source.bytes)
        for doc in docs
        if isinstance(doc, Doc)
    ] == [("批次.zip", "甲局/自评.txt", "text", len(TEXT)), ("批次.zip", "乙局/自评.txt", "text", 2 * len(TEXT))]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", None])
@pytest.mark.parametrize("name", ["绩效自评报告.txt", "䶮山镇/附件1.txt", "联通.txt"])
def test_names_are_read_as_whoever_packed_them_saw_them(name: str, encoding: str | None) -> None:
    assert outcomes(zipped({name: TEXT}, encoding)) == [name]


def test_backslashes_of_other_systems_part_folders() -> None:
    assert outcomes(zipped({"云溪县\\附件1.txt": TEXT}, "gb18030")) == ["云溪县/附件1.txt"]


def test_what_systems_and_office_programs_leave_behind_is_passed_over() -> None:
    litter = ["__MACOSX/._报告.txt", ".DS_Store", "甲/Thumbs.db", "desktop.ini", "~$报告.docx", "甲/", ".git/HEAD"]
    litter += ["页.files/logo.PNG", "页_files/a.css", "样式.CSS", "脚本.js", "图标.gif"]
    assert outcomes(zipped({**dict.fromkeys(litter, b"x"), "甲/报告.txt": TEXT})) == ["甲/报告.txt"]


def test_an_archive_in_an_archive_is_read_and_one_deeper_is_not() -> None:
    inner = zipped({"内.txt": TEXT})
    nested = zipped({"外.txt": TEXT, "中.zip": zipped({"b.txt": TEXT, "深.zip": inner})})
    assert outcomes(nested) == [
        "外.txt",
        "中.zip!b.txt",
        "✗批次.zip!中.zip!深.zip: an archive in an archive in an archive; unpack it first",
    ]


def test_a_damaged_a_protected_and_an_unknown_member_cost_only_themselves() -> None:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        for name in ("坏.txt", "密.txt", "好.txt"):
            archive.writestr(name, TEXT)
        archive.writestr("包.rar", b"Rar!\x1a\x07\x01\x00")
        archive.writestr("空.txt", b"")
    data = bytearray(stored.getvalue())
    data[data.index(TEXT) + 3] ^= 0xFF
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature, data.index(signature) + 1) + flags] |= 1
    bad, locked, good, packed, empty = outcomes(bytes(data))
    assert "坏.txt: damaged in the archive" in bad
    assert "密.txt: protected by a password" in locked
    assert good == "好.txt"
    assert "RAR" in packed
    assert "empty" in empty


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, bytes])
def test_a_tar_is_read_however_it_is_packed(pack: Callable[[bytes], bytes]) -> None:
    assert outcomes(pack(tarred({"甲/报告.txt": TEXT, "乙.txt": TEXT}))) == ["甲/报告.txt", "乙.txt"]


def test_names_in_a_tar_of_chinese_windows() -> None:
    assert outcomes(tarred({"绩效报告.txt": TEXT}, "gb18030")) == ["绩效报告.txt"]


def test_a_tar_that_breaks_off_gives_what_it_has_and_an_error() -> None:
    first, second = outcomes(gzip.compress(tarred({"甲.txt": TEXT, "乙.txt": TEXT * 500}))[:-60])
    assert first == "甲.txt"
    assert "breaks off" in second


@pytest.mark.parametrize(("suffix", "pack"), [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)])
def test_a_single_packed_file_is_a_document_named_without_the_suffix(
    suffix: str, pack: Callable[[bytes], bytes]
) -> None:
    assert read(pack(TEXT), f"某处/报告.txt.{suffix}").source.member == "报告.txt"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(gzip.compress(TEXT * 99)[:-9], "breaks off", id="cut gzip"),
        pytest.param(zipped({"a.txt": TEXT})[:-30], "one volume of several", id="cut zip"),
        pytest.param(zipped({}), "without any document", id="empty zip"),
        pytest.param(zipped({"Thumbs.db": b"x"}), "without any document", id="nothing but litter"),
    ],
)
def test_an_archive_that_gives_nothing_is_one_error(data: bytes, says: str) -> None:
    [line] = outcomes(data)
    assert line.startswith("✗批次.zip: ")
    assert says in line


def test_limits_cost_what_is_over_them_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    import extractor.readers.archive as archive

    bomb = zipped({"弹.txt": b" " * (packing.SMALL + 1), "好.txt": TEXT})
    assert [line.startswith("✗") for line in outcomes(bomb)] == [True, False]
    many = {f"{n}.txt": TEXT for n in range(4)}
    packers: tuple[Callable[[dict[str, bytes]], bytes], ...] = (zipped, tarred)
    for pack in packers:
        monkeypatch.setattr(archive, "MAX_MEMBERS", 2)
        lines = outcomes(pack(many))
        assert lines[:2] == ["0.txt", "1.txt"]
        assert len(lines) == 3
        assert "limit of 2 members" in lines[2]
        monkeypatch.undo()
        monkeypatch.setattr(archive, "MAX_MEMBER", 10)
        assert all("over the limit" in line for line in outcomes(pack(many)))
        monkeypatch.undo()
    monkeypatch.setattr(archive, "MAX_TOTAL", 2 * len(TEXT))
    assert [line.startswith("✗") for line in outcomes(zipped(many))] == [False, False, True, True]


def test_archives_in_archives_share_one_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    import extractor.readers as readers

    inner = zipped({"内.txt": TEXT * 100})
    monkeypatch.setattr(readers, "MAX_TOTAL", 200 * len(TEXT))
    monkeypatch.setattr(readers, "MAX_RATIO", 1)
    lines = outcomes(zipped({f"{n}.zip": inner for n in range(9)}))
    assert lines[0] == "0.zip!内.txt"
    assert "more than is safe" in "".join(lines)
    assert len(lines) < 9


def test_the_library_gives_one_outcome_a_document(tmp_path: Path) -> None:
    path = tmp_path / "批次.zip"
    path.write_bytes(zipped({"甲.txt": TEXT, "坏.docx": b"PK\x03\x04word/"}))
    good, bad = extract_all([path])
    assert (good.member, good.error, bad.member, bad.doc) == ("甲.txt", None, "坏.docx", None)
    assert isinstance(good, Outcome)
    with pytest.raises(ReadError, match="extract_all"):
        extract(path)


@pytest.mark.parametrize(
    ("file", "member", "name"),
    [
        ("报告.docx", None, "报告.json"),
        ("\udcb1\udca8.docx", None, "报.json"),
        ("批次.zip", "甲局/自评.docx", "批次/甲局/自评.json"),
        ("批次.tar.gz", "自评.docx", "批次/自评.json"),
        ("批次.zip", "内.zip!自评.docx", "批次/内/自评.json"),
        ("批次.zip", "../../etc/自评.docx", "批次/etc/自评.json"),
        ("批次.zip", "/绝对/自评.docx", "批次/绝对/自评.json"),
        ("批次.zip", "C:\\桌面\\自评?.docx", "批次/C_/桌面/自评_.json"),
        ("批次.zip", "..", "批次/_.json"),
        ("批次.zip", "CON.txt", "批次/_CON.json"),
        ("抓取.warc.gz", "http://www.yunxi.example/", "抓取/www.yunxi.example/index.json"),
        ("抓取.warc", "https://www.yunxi.example/a/1.html", "抓取/www.yunxi.example/a/1.json"),
        ("抓取.warc", "https://www.yunxi.example/down?id=7", "抓取/www.yunxi.example/down_id=7.json"),
    ],
)
def test_names_of_results_are_safe_and_lie_as_the_documents_do(file: str, member: str | None, name: str) -> None:
    assert str(Names([file]).take(file, member, ".json")) == name


def test_names_of_results_are_never_the_same_and_never_too_long() -> None:
    names = Names(["批次.zip"])
    members = [
        "报告.docx",
        "报告.doc",
        "报告.docx",
        "./报告.docx",
        "报告.DOCX",
        "长" * 300 + ".txt",
        "长" * 301 + ".txt",
    ]
    taken = [str(names.take("批次.zip", member, ".json")) for member in members]
    assert taken[:3] == ["批次/报告.json", "批次/报告.doc.json", "批次/报告.docx.json"]
    assert len({name.casefold() for name in taken}) == len(members)
    assert max(len(part.encode()) for name in taken for part in name.split("/")) <= 200
