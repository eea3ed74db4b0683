"""PyMC-Marketing fits its own public example, and says what that cost: one line of JSON for each sampler.

Run by the peer's Python, never by ours (benchmarks/peers/README.md says how to make it):

    PEER/bin/python benchmarks/peers/pymc_marketing_fit.py [--samplers nutpie numpyro-parallel …]

What is done in its favour: its own data, its default priors, the trend's column rescaled by hand, its samplers called
directly (none of the derived quantities that its own `fit` adds are computed), the import of its libraries counted
apart, one thread for linear algebra, and a first process thrown away so that whatever it caches on disk is there.
Each sampler runs in a process of its own, so that the CPU seconds are all its own. In it the run is repeated with
other seeds: those compile nothing, and what the first took more is compilation. `fit-…` are the same samplers through
`fit`, as most people call them; that compiles at each call, so the two cannot be told apart.
"""
# ruff: noqa: ANN401, PLC0415 - the peer's libraries are not ours: neither their types nor, where CPU is counted, their imports

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DRAWS, TUNE, CHAINS = 1000, 1000, 4
SEEDS = (20, 21, 22, 23)
BEST = ("numpyro-parallel", "nutpie")
LIBRARIES = ("pymc_marketing.mmm.multidimensional", "nutpie", "numpyro", "pymc.sampling.jax")
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
Result = dict[str, Any]
Pair = tuple[Callable[[], Any], Callable[[int], Any]]  # what compiles; what samples with a seed, without compiling


def cpu() -> float:
    """CPU seconds so far, user and system, of this process and of the children it has waited for."""
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def built() -> Any:
    """Its model of its example (15 parameters), not yet compiled."""
    import pandas as pd
    from pymc_marketing.mmm import GeometricAdstock, LogisticSaturation
    from pymc_marketing.mmm.multidimensional import MMM

    rows = pd.read_csv(HERE / "mmm_example.csv", parse_dates=["date_week"])
    rows["t"] = rows["t"] / rows["t"].max()
    mmm = MMM(
        date_column="date_week",
        channel_columns=["x1", "x2"],
        control_columns=["event_1", "event_2", "t"],
        adstock=GeometricAdstock(l_max=8),
        saturation=LogisticSaturation(),
        yearly_seasonality=2,
    )
    mmm.build_model(rows.drop(columns="y"), rows["y"])
    return mmm


def names_of(mmm: Any) -> list[str]:
    """Its free parameters."""
    return [variable.name for variable in mmm.model.free_RVs]


def diagnosed(idata: Any, names: list[str]) -> Result:
    """How well the parameters were sampled."""
    import arviz as az

    draws = idata.posterior[names]

    def all_of(table: Any) -> list[float]:
        return [float(value) for name in names for value in table[name].to_numpy().ravel()]

    bulk = all_of(az.ess(draws, method="bulk"))
    return {
        "parameters": len(bulk),
        "draws": int(draws.sizes["chain"] * draws.sizes["draw"]),
        "ess_bulk": min(bulk),
        "ess_tail": min(all_of(az.ess(draws, method="tail"))),
        "max_rhat": max(all_of(az.rhat(draws))),
        "divergences": int(idata.sample_stats["diverging"].sum()),
    }


def default(mmm: Any) -> Pair:
    """Its default sampler, PyMC's own."""
    import pymc as pm

    steps: list[Any] = []

    def compiling() -> None:
        steps.append(pm.init_nuts(chains=CHAINS, random_seed=SEEDS[0], model=mmm.model, progressbar=False)[1])

    def sampling(seed: int) -> Any:
        sizes = {"draws": DRAWS, "tune": TUNE, "chains": CHAINS, "random_seed": seed}
        quiet = {"progressbar": False, "compute_convergence_checks": False}
        return pm.sample(step=steps[0], model=mmm.model, var_names=names_of(mmm), **sizes, **quiet)

    return compiling, sampling


def nutpie(mmm: Any, *, backend: str = "numba", low_rank: bool = False) -> Pair:
    """A sampler in Rust, with the density compiled by numba or JAX."""
    import nutpie as sampler

    gradient = "jax" if backend == "jax" else "pytensor"
    compiled: list[Any] = []

    def compiling() -> None:
        parts = {"backend": backend, "gradient_backend": gradient, "var_names": names_of(mmm)}
        compiled.append(sampler.compile_pymc_model(mmm.model, **parts))

    def sampling(seed: int) -> Any:
        sizes = {"draws": DRAWS, "tune": TUNE, "chains": CHAINS, "cores": os.cpu_count(), "seed": seed}
        return sampler.sample(compiled[0], progress_bar=False, low_rank_modified_mass_matrix=low_rank, **sizes)

    return compiling, sampling


def numpyro(mmm: Any, *, method: str) -> Pair:
    """A sampler in JAX, its four chains in parallel or as one array."""
    import numpyro as library

    library.set_host_device_count(CHAINS if method == "parallel" else 1)
    import arviz as az
    import jax
    import numpy as np
    from numpyro.infer import MCMC, NUTS
    from pymc.sampling.jax import get_jaxified_logp

    model = mmm.model
    prepared: list[Any] = []

    def starts(seed: int) -> list[Any]:
        rng = np.random.default_rng(seed)
        point = [model.initial_point()[value.name] for value in model.value_vars]
        return [jax.numpy.asarray(value + rng.uniform(-1.0, 1.0, (CHAINS, *value.shape))) for value in point]

    def compiling() -> None:
        kernel = NUTS(potential_fn=get_jaxified_logp(model, negative_logp=False))
        sizes = {"num_warmup": TUNE, "num_samples": DRAWS, "num_chains": CHAINS}
        prepared.append(MCMC(kernel, chain_method=method, progress_bar=False, **sizes))

    def sampling(seed: int) -> Any:
        keys = jax.random.split(jax.random.PRNGKey(seed), CHAINS)
        prepared[0].run(keys, init_params=starts(seed), extra_fields=("diverging",))
        values = prepared[0].get_samples(group_by_chain=True)
        named = {variable.name: np.asarray(draws) for variable, draws in zip(model.free_RVs, values, strict=True)}
        return az.from_dict(named, sample_stats=prepared[0].get_extra_fields(group_by_chain=True))

    return compiling, sampling


def through_fit(mmm: Any, sampler: str) -> Pair:
    """Its own `fit`, which compiles, samples and adds the derived quantities in one call."""
    import numpyro as library

    library.set_host_device_count(CHAINS)
    sizes = {"draws": DRAWS, "tune": TUNE, "chains": CHAINS, "progressbar": False}
    return lambda: None, lambda seed: mmm.fit(mmm.X, mmm.y, nuts_sampler=sampler, random_seed=seed, **sizes)


SAMPLERS: dict[str, Callable[[Any], Pair]] = {
    "default": default,
    "nutpie": nutpie,
    "nutpie-low-rank": lambda mmm: nutpie(mmm, low_rank=True),
    "nutpie-jax": lambda mmm: nutpie(mmm, backend="jax"),
    "numpyro-parallel": lambda mmm: numpyro(mmm, method="parallel"),
    "numpyro-vectorized": lambda mmm: numpyro(mmm, method="vectorized"),
    "fit-default": lambda mmm: through_fit(mmm, "pymc"),
    "fit-nutpie": lambda mmm: through_fit(mmm, "nutpie"),
    "fit-numpyro": lambda mmm: through_fit(mmm, "numpyro"),
}


def repeated(first: Any, again: Callable[[int], Any], diagnosed: Callable[[Any], Result]) -> Result:
    """The first run and those of the other seeds: middle ESS, worst r-hat, all divergences, their middle CPU."""
    found, seconds = [diagnosed(first)], []
    for seed in SEEDS[1:]:
        before = cpu()
        draws = again(seed)
        seconds.append(cpu() - before)
        found.append(diagnosed(draws))
    middle = {name: statistics.median(run[name] for run in found) for name in ("ess_bulk", "ess_tail")}
    return {
        **found[0],
        **middle,
        "ess_bulk_runs": [run["ess_bulk"] for run in found],
        "max_rhat": max(run["max_rhat"] for run in found),
        "divergences": sum(run["divergences"] for run in found),
        "reran": sum(run.get("reran", 0) for run in found),
        "runs": len(found),
        "cpu_sampling": statistics.median(seconds),
    }


def told(route: str, spent: tuple[float, float, float], found: Result) -> Result:
    """Everything of a route; `spent`: CPU when its libraries were there, CPU and wall when its first run was done."""
    imported, finished, wall = spent
    whole = finished - imported
    return {
        "route": route,
        "cpu_seconds": whole,
        "cpu_compiling": whole - found["cpu_sampling"],
        "cpu_importing": imported,
        "wall_seconds": wall,
        "load": os.getloadavg()[0],
        **found,
    }


def alone(name: str) -> Result:
    """One sampler in this process: model, compilation and a first run; then others, compiled already."""
    for library in LIBRARIES:
        import_module(library)
    imported, started = cpu(), time.perf_counter()
    mmm = built()
    compiling, sampling = SAMPLERS[name](mmm)
    compiling()
    first = sampling(SEEDS[0])
    finished, wall = cpu(), time.perf_counter() - started
    found = repeated(first, sampling, lambda idata: diagnosed(idata, names_of(mmm)))
    result = told(f"PyMC-Marketing {version('pymc-marketing')}, {name}", (imported, finished, wall), found)
    return result | ({"cpu_compiling": None, "cpu_sampling": None} if name.startswith("fit-") else {})


def measured(name: str) -> Result:
    """One sampler in a process of its own, the second time it is asked: what it caches on disk is then there."""
    for how in ("--warm", "--alone"):
        command = [sys.executable, __file__, how, name]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=os.environ | ONE_THREAD)
    result: Result = json.loads(done.stdout.splitlines()[-1])
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--samplers", nargs="+", choices=sorted(SAMPLERS), default=BEST)
    parser.add_argument("--alone", choices=sorted(SAMPLERS), help="this one, in this process")
    parser.add_argument("--warm", choices=sorted(SAMPLERS), help="only fill what this one caches on disk")
    options = parser.parse_args()
    if options.warm:
        compiling, sampling = SAMPLERS[options.warm](built())
        compiling()
        sampling(SEEDS[0])
        return
    if options.alone:
        warnings.simplefilter("ignore")
        print(json.dumps(alone(options.alone)))
        return
    for name in options.samplers:
        print(json.dumps(measured(name)), flush=True)


if __name__ == "__main__":
    main()
