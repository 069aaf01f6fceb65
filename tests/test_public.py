import subprocess
import sys
from pathlib import Path

import pytest

import extractor
from extractor.errors import ExtractorError, ReadError


@pytest.mark.parametrize("name", extractor.__all__)
def test_every_public_name_can_be_imported_and_is_documented(name: str) -> None:
    assert getattr(extractor, name).__doc__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        _ = extractor.nothing


def test_importing_the_package_loads_no_heavy_library() -> None:
    code = "import sys, extractor; sys.exit(bool({'jieba', 'lxml', 'docx', 'rich', 'spacy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_extract_gives_a_doc_with_every_layer(tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    path.write_text("一、基本情况\n2023年基本支出20万元，其中：人员经费12万元、公用经费8万元。\n", encoding="utf-8")
    doc = extractor.extract(path)
    assert [fact.metric for fact in doc.facts] == ["spend.basic", "spend.personnel", "spend.public"]
    assert [finding.verdict for finding in doc.findings if finding.kind == "sum"] == ["consistent"]


def test_errors_have_one_base_and_keep_their_arguments() -> None:
    error = ReadError("报告.txt", "is empty")
    assert isinstance(error, ExtractorError)
    assert type(error)(*error.args).reason == "is empty"
    assert str(error) == "报告.txt: is empty"
