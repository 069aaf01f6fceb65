"""OFD: tables and text at the places that the file states, in the ways in which programs write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import ofd_files as ofd
import pytest
import scans

from extractor.errors import ReadError
from extractor.readers import ocr, read
from extractor.readers.fixedlayout import content
from extractor.readers.packing import MAX_MEMBERS
from extractor.types import Doc

CELLS = [
    (0, 0, 1, 2, "项目名称"),
    (0, 2, 1, 2, "云溪县小型水库维修"),
    (1, 0, 2, 1, "项目资金（万元）"),
    (1, 1, 1, 1, "预算数"),
    (1, 2, 1, 1, "执行数"),
    (1, 3, 1, 1, "执行率"),
    (2, 1, 1, 1, "1,280.00"),
    (2, 2, 1, 1, "1,152.64"),
    (2, 3, 1, 1, "90.05%"),
]
XS, YS = [20.0, 60.0, 100.0, 140.0, 190.0], [40.0, 50.0, 60.0, 72.0]
TABLE = ofd.table(CELLS, XS, YS, ofd.by_run, ofd.stroke)
TITLE = "项目支出绩效自评表"
WORDS = "临川区水务局负责小型水库的维修养护。"


def grid(doc: Doc) -> list[tuple[int, int, int, int, str]]:
    (table,) = doc.tables
    return [(cell.row, cell.col, cell.row_span, cell.col_span, cell.text) for cell in table.cells]


def paragraphs(doc: Doc) -> list[str]:
    return [doc[paragraph.span] for paragraph in doc.paragraphs]


def read_page(*objects: str) -> Doc:
    return read(ofd.whole(*objects), "报告.ofd")


@pytest.mark.parametrize("text", [ofd.by_run, ofd.by_repeats, ofd.by_sign, ofd.by_matrix, ofd.by_codes])
@pytest.mark.parametrize("line", [ofd.stroke, ofd.bar, ofd.scaled])
def test_a_table_is_the_same_however_it_is_drawn(text: ofd.Text, line: ofd.Line) -> None:
    doc = read_page(text(70, 30, TITLE), ofd.table(CELLS, XS, YS, text, line))
    assert grid(doc) == CELLS
    assert paragraphs(doc) == [TITLE]
    assert (doc.flags, doc.source.format, doc.source.via) == ((), "ofd", ("lxml",))


def test_cells_have_their_page_and_box_in_points() -> None:
    doc = read(ofd.package(ofd.document([ofd.page(ofd.by_run(20, 30, WORDS)), ofd.page(TABLE)])), "报告.ofd")
    origin = doc.tables[0].cells[0].origin
    assert origin.page == 2
    assert origin.box is not None
    assert [round(edge * 25.4 / 72) for edge in origin.box] == [20, 40, 100, 50]


def test_a_page_has_its_own_area_and_its_origin() -> None:
    moved = "<ofd:Area><ofd:PhysicalBox>10 20 297 210</ofd:PhysicalBox></ofd:Area>"
    doc = read(ofd.package(ofd.document([ofd.page(TABLE, more=moved)])), "报告.ofd")
    box = doc.tables[0].cells[0].origin.box
    assert box is not None
    assert [round(edge * 25.4 / 72) for edge in box] == [10, 20, 90, 30]


@pytest.mark.parametrize("order", ["Background", "Foreground"])
def test_templates_are_drawn_on_the_pages_that_use_them(order: str) -> None:
    common = '<ofd:TemplatePage ID="5" BaseLoc="Tpls/Tpl_0/Content.xml"/>'
    used = f'<ofd:Template TemplateID="5" ZOrder="{order}"/>'
    frame = ofd.table([(*cell[:4], "") for cell in CELLS], XS, YS, ofd.by_run, ofd.stroke)
    words = ofd.table(CELLS, XS, YS, ofd.by_run, lambda *_: "")
    members = ofd.document([ofd.page(words, more=used)], common=common)
    members["Doc_0/Tpls/Tpl_0/Content.xml"] = ofd.page(frame).encode()
    assert grid(read(ofd.package(members), "报告.ofd")) == CELLS


def test_composite_objects_and_blocks_are_drawn_at_their_place() -> None:
    unit = (
        f'<ofd:CompositeGraphicUnit ID="7" Width="100" Height="9"><ofd:Content>{ofd.by_run(0, 5, WORDS)}</ofd:Content>'
    )
    resources = (
        f"<ofd:Res {ofd.NAMESPACE} BaseLoc='Res'><ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnit>"
        "</ofd:CompositeGraphicUnits></ofd:Res>"
    )
    common = "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
    used = '<ofd:CompositeObject ID="1" ResourceID="7" Boundary="20 100 100 9"/>'
    blocks = f"<ofd:PageBlock><ofd:PageBlock>{used}</ofd:PageBlock>{TABLE}</ofd:PageBlock>"
    members = ofd.document([ofd.page(blocks)], common=common)
    members["Doc_0/DocumentRes.xml"] = resources.encode()
    doc = read(ofd.package(members), "报告.ofd")
    assert grid(doc) == CELLS
    assert paragraphs(doc) == [WORDS]
    box = doc.paragraphs[0].origin.box
    assert box is not None
    assert round(box.x0 * 25.4 / 72) == 20
    assert 100 < box.top * 25.4 / 72 < 106


def test_several_documents_are_read_one_after_the_other() -> None:
    members = ofd.document([ofd.page(TABLE)]) | ofd.document([ofd.page(ofd.by_run(20, 40, WORDS))], "Doc_1")
    doc = read(ofd.package(members, roots=("Doc_0/Document.xml", "/Doc_1/Document.xml")), "报告.ofd")
    assert doc.flags == ("several-documents",)
    assert [paragraph.origin.page for paragraph in doc.paragraphs] == [2]


@pytest.mark.parametrize(
    "hidden",
    [
        pytest.param(
            ofd.by_run(20, 200, "水印").replace("<ofd:TextObject", '<ofd:TextObject Visible="false"'), id="text"
        ),
        pytest.param(
            ofd.stroke(110, 40, 110, 72).replace("<ofd:PathObject", '<ofd:PathObject Stroke="false"'), id="no stroke"
        ),
        pytest.param(
            ofd.stroke(110, 40, 110, 72).replace("<ofd:Abb", '<ofd:StrokeColor Value="255 255 255"/><ofd:Abb'),
            id="white",
        ),
        pytest.param(ofd.stroke(110, 40, 110, 72).replace('LineWidth="0.2"', 'LineWidth="12"'), id="a thick stroke"),
        pytest.param(
            '<ofd:PathObject Boundary="20 40 170 10" Stroke="false" Fill="true"><ofd:FillColor Value="200 200 200"/>'
            "<ofd:AbbreviatedData>M 0 0 L 170 0 L 170 10 L 0 10 C</ofd:AbbreviatedData></ofd:PathObject>",
            id="shade",
        ),
        pytest.param(
            '<ofd:PathObject Boundary="0 0 210 297"><ofd:AbbreviatedData>M 110 40 B 110 50 111 60 110 72'
            "</ofd:AbbreviatedData></ofd:PathObject>",
            id="curve",
        ),
    ],
)
def test_what_is_no_sign_and_no_rule_changes_nothing(hidden: str) -> None:
    doc = read_page(TABLE, hidden)
    assert grid(doc) == CELLS
    assert paragraphs(doc) == []


def test_what_is_not_read_is_flagged() -> None:
    more = "<ofd:Annotations>Annotations.xml</ofd:Annotations><ofd:Attachments>Attachs.xml</ofd:Attachments>"
    members = ofd.document([ofd.page(TABLE)], more=more)
    doc = read(ofd.package(members, inside="<ofd:Signatures>Signs.xml</ofd:Signatures>"), "报告.ofd")
    assert doc.flags == ("signed", "annotations", "attachments")


def test_signs_that_are_only_numbers_of_a_font_are_flagged() -> None:
    bare = ofd.by_run(20, 200, "\ue001\ue002\ue003\ue004\ufffd")
    doc = read_page(TABLE.replace("云溪县小型水库维修", ""), bare)
    assert doc.flags == ("page-1-unmapped-font",)
    assert "\ue001" not in doc.text


def test_a_damaged_page_does_not_lose_the_others() -> None:
    members = ofd.document([ofd.page(TABLE), ofd.page(TABLE)])
    members["Doc_0/Pages/Page_0/Content.xml"] = b"no xml at all"
    doc = read(ofd.package(members), "报告.ofd")
    assert doc.flags == ("page-1-damaged",)
    assert grid(doc) == CELLS


@pytest.mark.parametrize("spelling", ["http://www.ofdspec.org", "urn:other"])
def test_the_namespace_is_not_asked_for(spelling: str) -> None:
    members = {
        name: content.replace(b"http://www.ofdspec.org/2016", spelling.encode())
        for name, content in ofd.document([ofd.page(TABLE)]).items()
    }
    assert grid(read(ofd.package(members), "报告.ofd")) == CELLS


def test_names_of_members_are_found_in_any_spelling() -> None:
    members = ofd.document([ofd.page(TABLE)])
    spelt = {name.replace("Doc_0/Pages", "doc_0\\PAGES"): content for name, content in members.items()}
    assert grid(read(ofd.package(spelt), "报告.ofd")) == CELLS


BOMB = "<ofd:CompositeObject ResourceID='7'/>" * 40


@pytest.mark.parametrize(
    "objects",
    [
        pytest.param(
            '<ofd:TextObject Size="4"><ofd:TextCode DeltaX="g 999999999 1">甲乙</ofd:TextCode></ofd:TextObject>'
        ),
        pytest.param('<ofd:TextObject Size="nan"><ofd:TextCode X="inf">甲乙</ofd:TextCode></ofd:TextObject>'),
        pytest.param(
            '<ofd:TextObject Size="4" CTM="1 2 x"><ofd:TextCode X="-" DeltaX="g">甲</ofd:TextCode></ofd:TextObject>'
        ),
        pytest.param(
            "<ofd:PathObject><ofd:AbbreviatedData>M 1 L 1e999 2 Q B A C C</ofd:AbbreviatedData></ofd:PathObject>"
        ),
        pytest.param('<ofd:PathObject LineWidth="x"><ofd:AbbreviatedData>S</ofd:AbbreviatedData></ofd:PathObject>'),
        pytest.param("<ofd:ImageObject/><ofd:CompositeObject/>"),
        pytest.param("<ofd:PageBlock>" * 200 + "</ofd:PageBlock>" * 200),
    ],
)
def test_nonsense_in_a_page_does_no_harm(objects: str) -> None:
    assert grid(read_page(TABLE, objects)) == CELLS


def test_composites_of_composites_are_drawn_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "MAX_OBJECTS", 2000)
    unit = f'<ofd:CompositeGraphicUnit ID="7"><ofd:Content>{BOMB}</ofd:Content></ofd:CompositeGraphicUnit>'
    resources = f"<ofd:Res {ofd.NAMESPACE}><ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits></ofd:Res>"
    members = ofd.document([ofd.page(TABLE + BOMB)], common="<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>")
    members["Doc_0/PublicRes.xml"] = resources.encode()
    assert grid(read(ofd.package(members), "报告.ofd")) == CELLS


def bomb() -> bytes:
    members = ofd.document([ofd.page(TABLE)])
    return ofd.package({**members, "Doc_0/Res/picture.bin": bytes(3_000_000)})


def locked() -> bytes:
    data = bytearray(ofd.whole(TABLE))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def bare(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        pytest.param(bomb, "times its size", id="bomb"),
        pytest.param(locked, "encrypted", id="zip password"),
        pytest.param(lambda: ofd.package({}, more="<ofd:Encryptions/>"), "encrypted", id="OFD encryption"),
        pytest.param(lambda: ofd.package({}), "names no document", id="no document"),
        pytest.param(lambda: bare({"OFD.xml": b"\x00\x01"}), "OFD.xml", id="no XML"),
        pytest.param(lambda: bare({"OFD.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}), "OFD.xml", id="document type"),
        pytest.param(lambda: bare({"OFD.xml": b"", **dict.fromkeys(map(str, range(MAX_MEMBERS)), b"")}), "members"),
        pytest.param(lambda: ofd.whole(""), "no page has any text", id="nothing"),
        pytest.param(
            lambda: ofd.whole(ofd.by_run(20, 20, "\ue001\ue002\ue003")), "numbers of its own fonts", id="glyphs"
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_remedy(make: Callable[[], bytes], reason: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(make(), "报告.ofd")
    assert reason in caught.value.reason
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("twentieth", range(20))
def test_a_cut_file_is_refused(twentieth: int) -> None:
    data = ofd.whole(TABLE)
    with pytest.raises(ReadError):
        read(data[: len(data) * twentieth // 20], "报告.ofd")


def test_flipped_bytes_give_a_document_or_a_refusal() -> None:
    data = ofd.package(ofd.document([ofd.page(TABLE, TABLE)]))
    for place in range(0, len(data), max(1, len(data) // 150)):
        flipped = data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :]
        try:
            assert read(flipped, "报告.ofd").text
        except ReadError as error:
            assert "\n" not in str(error)  # noqa: PT017 - either way is right


@scans.needs_recognition
def test_a_scan_in_an_ofd_is_recognised_at_its_place() -> None:
    page = scans.sheet(1654, 900)
    scans.write(page, 200, 200, WORDS)
    resources = (
        f'<ofd:Res {ofd.NAMESPACE} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="8" Type="Image">'
        "<ofd:MediaFile>scan.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>"
    )
    scan = '<ofd:ImageObject ID="1" Boundary="0 50 210 190" CTM="210 0 0 190 0 0" ResourceID="8"/>'
    common = "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
    members = ofd.document([ofd.page(scan), ofd.page(TABLE)], common=common)
    members |= {"Doc_0/DocumentRes.xml": resources.encode(), "Doc_0/Res/scan.png": scans.saved(page)}
    doc = read(ofd.package(members), "报告.ofd")
    assert paragraphs(doc) == [WORDS]
    assert grid(doc) == CELLS
    assert (doc.flags, doc.source.via) == (("page-1-recognised",), ("lxml", "rapidocr"))
    box = doc.paragraphs[0].origin.box
    assert box is not None
    assert box.top * 25.4 / 72 == pytest.approx(50 + 190 * 205 / 900, abs=4)


def test_a_scan_in_an_ofd_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    with pytest.raises(ReadError, match=r"gouji\[ocr\]"):
        read_page('<ofd:ImageObject ID="1" Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="8"/>')
