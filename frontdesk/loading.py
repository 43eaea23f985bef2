"""Tables of functions and kinds, each imported when it is first needed: a job needs few of them."""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from types import ModuleType
from typing import Any, Generic, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])
Thing = TypeVar("Thing")


class Named(Mapping[str, Thing]):
    """Things of a package by their own name.

    Attributes:
        places: for each name the module in which it stands.
    """

    def __init__(self, package: str, places: Mapping[str, str]) -> None:
        self.places = places
        self._package = package

    def __getitem__(self, name: str) -> Thing:
        """Import what has this name.

        Raises:
            KeyError: nothing has.
        """
        found: Thing = getattr(import_module(f"{self._package}.{self.places[name]}"), name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)


class FirstUse(dict[type[Any], Function], Generic[Function]):
    """A table that is filled as it is used.

    Attributes:
        places: for the name of each kind, where its function stands in the package: ``module.function``.
    """

    def __init__(self, package: str, places: Mapping[str, str]) -> None:
        super().__init__()
        self.places = places
        self._package = package

    def __missing__(self, kind: type[Any]) -> Function:
        """Import the function of a kind and keep it.

        Raises:
            KeyError: there is none for this kind.
        """
        function: Function = getattr(self.module(kind.__name__), self.places[kind.__name__].partition(".")[2])
        self[kind] = function
        return function

    def module(self, name: str) -> ModuleType:
        """The module in which the function of a kind stands; it knows the kind by this name, too.

        Raises:
            KeyError: there is none for a kind of this name.
        """
        return import_module(f"{self._package}.{self.places[name].partition('.')[0]}")
