"""A registry of plug-ins: one decorator to add, one look-up to use; its package is imported at first need."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Generic[T]):
    """Plug-ins of one kind by name, in order of registration (modules in alphabetical order)."""

    def __init__(self, package: str) -> None:
        """`package`: the dotted name of the package whose modules register themselves when imported."""
        self._package = package
        self._plugins: dict[str, T] = {}
        self._loaded = False

    def __call__(self, *names: str) -> Callable[[T], T]:
        """Register the decorated object under each of `names`; a name taken twice is a programming error."""

        def register(plugin: T) -> T:
            for name in names:
                if name in self._plugins:
                    raise ValueError(f"{self._package}: {name!r} is registered twice")
                self._plugins[name] = plugin
            return plugin

        return register

    def get(self, name: str) -> T | None:
        """The plug-in of that name; one in a module of the same name is found without importing the others."""
        if not self._loaded and name not in self._plugins and name.isidentifier():
            with suppress(ModuleNotFoundError):
                importlib.import_module(f"{self._package}.{name}")
        if name not in self._plugins:
            self._load()
        return self._plugins.get(name)

    def __iter__(self) -> Iterator[tuple[str, T]]:
        self._load()
        return iter(list(self._plugins.items()))

    def _load(self) -> None:
        if self._loaded:
            return
        self._loaded = True
        package = importlib.import_module(self._package)
        for module in sorted(info.name for info in pkgutil.iter_modules(package.__path__)):
            importlib.import_module(f"{self._package}.{module}")
