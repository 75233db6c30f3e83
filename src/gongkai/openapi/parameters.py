"""Parameters of the address: whoever mistypes one is told so."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest


class UnknownParameters(Exception):
    """Parameters the operation does not have: whoever mistypes a filter must not take the whole library for the answer."""

    def __init__(self, unknown: list[str], known: list[str]) -> None:
        self.unknown, self.known = unknown, known


def knowing_its_parameters(view: Callable[..., Any], path: str, others: tuple[str, ...] = ()) -> Callable[..., Any]:
    """The operation, refusing parameters in the address that it does not have. `others`: its arguments that stand elsewhere."""
    elsewhere = ("request", "response", *others)
    known = [name for name in inspect.signature(view).parameters if name not in elsewhere and f"{{{name}}}" not in path]

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if unknown := [name for name in request.GET if name not in known]:
            raise UnknownParameters(unknown, known)
        return view(request, *args, **kwargs)

    return answering
