import importlib
import pkgutil
import subprocess
import sys

import pytest

from extractor.checks import check
from extractor.readers import reader
from extractor.registry import Registry
from extractor.writers import writer


def test_a_name_taken_twice_is_refused() -> None:
    registry: Registry[int] = Registry("extractor.writers")
    registry("one")(1)
    with pytest.raises(ValueError, match="registered twice"):
        registry("one")(2)


def test_an_unknown_name_gives_none() -> None:
    assert reader.get("never") is None


@pytest.mark.parametrize(("registry", "names"), [(reader, {"text", "docx"}), (writer, {"json", "jsonl"})])
def test_our_own_parts_register_themselves_at_first_look_up(registry: Registry[object], names: set[str]) -> None:
    assert names <= {name for name, _ in registry}


def test_every_check_is_a_documented_function_with_a_dotted_name() -> None:
    registered = dict(check)
    assert registered
    for name, function in registered.items():
        assert "." in name, name
        assert function.__doc__, f"{name} has no docstring"


@pytest.mark.parametrize("package", ["checks", "readers", "writers"])
def test_every_module_of_a_registry_package_imports_alone(package: str) -> None:
    module = importlib.import_module(f"extractor.{package}")
    for info in pkgutil.iter_modules(module.__path__):
        assert importlib.import_module(f"extractor.{package}.{info.name}").__doc__


def test_a_reader_in_a_module_of_its_own_name_is_found_without_the_others() -> None:
    code = (
        "import sys; from extractor.readers import read; read('云溪县'.encode(), '报告.txt');"
        "sys.exit('extractor.readers.pdf' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
