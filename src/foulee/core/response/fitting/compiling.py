"""How functions are compiled: once, kept on disk, without the interpreter's lock, dividing as NumPy does.

What is kept on disk is made anew when *any* file that is compiled has changed, and not only the function's own, as
numba would have it: compiled functions hold those that they call.
"""

import hashlib
from collections.abc import Callable
from importlib.resources import files
from typing import Any, TypeVar, cast

from numba import njit

COMPILED = ("layout", "arrays", "forward", "noise", "backward", "kernel", "sampler", "compiling")  # modules
Function = TypeVar("Function", bound=Callable[..., Any])


def _stamp() -> str:
    """A word for what is compiled, another one when any of it changes."""
    folder = files(__package__)
    return hashlib.sha256(b"".join((folder / f"{name}.py").read_bytes() for name in COMPILED)).hexdigest()


STAMP = _stamp()


def _compiled(function: Function, options: dict[str, Any]) -> Function:
    made: Any = njit(cache=True, nogil=True, error_model="numpy", **options)(function)
    kept = made._cache._cache_file  # noqa: SLF001 - numba has no public way; a test sees to it that it goes on working
    kept._source_stamp = STAMP  # noqa: SLF001
    return cast("Function", made)


def compiled(function: Function) -> Function:
    """Compile a function that Python calls."""
    return _compiled(function, {})


def inner(function: Function) -> Function:
    """Compile a function that only compiled ones call: without the wrapper, which takes longer than all the rest."""
    return _compiled(function, {"no_cpython_wrapper": True, "no_cfunc_wrapper": True})
