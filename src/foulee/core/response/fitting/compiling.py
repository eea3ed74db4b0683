"""How functions are compiled: once, kept on disk, without the interpreter's lock, dividing as NumPy does.

What is kept on disk is made anew when *any* file that is compiled has changed, and not only the function's own, as
numba would have it: compiled functions hold those that they call. All but the one that is called by its place in
memory: whoever calls it neither holds its code nor goes through the compiler with it, which halves the first wait.
"""

import hashlib
from collections.abc import Callable
from importlib.resources import files
from typing import Any, TypeVar, cast

from numba import njit, typeof
from numba.core.types import WrapperAddressProtocol, float64

# Modules in which functions are compiled.
COMPILED = (
    "layout",
    "arrays",
    "forward",
    "counts",
    "noise",
    "online",
    "backward",
    "kernel",
    "sampler",
    "compiling",
)
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
    return _compiled(function, {"no_cfunc_wrapper": True})


def placed(function: Function) -> Function:
    """Compile a function that Python calls, and compiled ones by its place in memory."""
    return _compiled(function, {})


class Promise(WrapperAddressProtocol):
    """A placed function of floats that is not there yet: its type, which is all that its callers are compiled with."""

    def __init__(self, *like: object) -> None:
        self.types = float64(*map(typeof, like))

    def signature(self) -> Any:  # noqa: ANN401 - numba's
        """Types that it takes and gives."""
        return self.types

    def __wrapper_address__(self) -> int:
        """Nowhere."""
        raise NotImplementedError

    def __call__(self, *told: object) -> float:
        """Nothing to call."""
        raise NotImplementedError


class Place(Promise):
    """Where a placed function of floats stands in memory, for arguments such as those given: numba's own protocol."""

    def __init__(self, function: Callable[..., float], *like: object) -> None:
        super().__init__(*like)
        made: Any = function
        self.made = made.get_compile_result(self.types)

    def __wrapper_address__(self) -> int:
        """Where it begins."""
        return int(self.made.library.get_pointer_to_function(self.made.fndesc.llvm_cfunc_wrapper_name))

    def __call__(self, *told: object) -> float:
        """Call it from Python."""
        return float(self.made.entry_point(*told))


def inner(function: Function) -> Function:
    """Compile a function that only compiled ones call: without the wrapper, which takes longer than all the rest."""
    return _compiled(function, {"no_cpython_wrapper": True, "no_cfunc_wrapper": True})


def spliced(function: Function) -> Function:
    """Write a function into the one compiled function that calls it, once: it need not be compiled for itself."""
    return cast("Function", njit(inline="always", nogil=True, error_model="numpy")(function))


def is_kept(function: Function) -> bool:
    """Whether a compiled function is on disk, made from these very sources by this very numba."""
    made: Any = function
    return bool(made._cache._cache_file._load_index())  # noqa: SLF001 - as above
