"""The scores as a table for a terminal of 150 columns."""

from collections.abc import Callable, Mapping
from typing import Any

EXPLAINED = """\
ROAS window, tail: share of truths within the 80 % interval ± its standard error (misses: truth below, above), the same
for the prior, mean log of the posterior's interval score over the prior's (below 0: the weeks helped) ± error, how
often it was better, median width of posterior over prior. Plans, difference: the same coverage for what plans bring,
and for blue less red. Verdicts: right, wrong (the worse plan named), tie where it matters, winner where it does not,
cannot tell, none given; by profit as it is, then by profit discounted, where what is paid later costs less. Chance > 0:
that a lever brings something, for those that do and for those that do nothing (and share at 90 % or more).
"""


def _share(found: Mapping[str, Any]) -> str:
    if not found["n"]:
        return "    –    "
    return f"{100 * found['share']:4.0f}±{100 * found['error']:<4.0f}"


def _mean(found: Mapping[str, Any]) -> str:
    if not found["n"]:
        return "     –     "
    error = "" if found["error"] is None else f"±{found['error']:.2f}"
    return f"{found['mean']:+6.2f}{error:5}"


def _effect(found: Mapping[str, Any]) -> str:
    ratio = "  –  " if found["width_ratio"] is None else f"{found['width_ratio']:5.2f}"
    misses = f"({found['truth_below']},{found['truth_above']})"
    prior = _share(found["prior_coverage"])
    return (
        f"{_share(found['coverage'])}{misses:9}{prior} {_mean(found['log_ratio'])} {_share(found['wins'])} {ratio}"
        f"  n {found['coverage']['n']}"
    )


def _head(title: str, line: str) -> str:
    return f"\n{title:15} {line}"


def _verdicts(found: Mapping[str, Any], how: str = "") -> str:
    said = found[f"verdicts{how}"]
    truths = " ".join(f"{name} {count}" for name, count in sorted(found[f"truths{how}"].items()))
    words = "  ".join(f"{said[name]:5d}" for name in ("right", "wrong", "wrong_tie", "needless", "cannot_tell", "none"))
    brier = f"{_mean(found['brier_probability'])} {_mean(found['brier_prior_probability'])}"
    return f"{words}   {brier}   {truths}"


def _chances(found: Mapping[str, Any]) -> str:
    cpu = "–" if found["cpu_seconds"] is None else f"{found['cpu_seconds']:.1f}"
    some, none = _mean(found["chance_positive_something"]), _mean(found["chance_positive_nothing"])
    return f"{some}   {none} {_share(found['sure_of_nothing'])}   {found['markets']:4d} {found['refused']:4d}   {cpu}"


def table(summary: Mapping[str, Mapping[str, Any]]) -> str:
    """Everything, one row for each scenario and variant, and one for all."""
    effect = "cover    misses   prior     log ratio   wins      width"
    verdicts = "right wrong wrong-tie needless cannot none   Brier      its prior"
    parts: list[tuple[str, str, Callable[[Mapping[str, Any]], str]]] = [
        ("ROAS window", effect, lambda found: _effect(found["roas_in_window"])),
        ("ROAS with tail", effect, lambda found: _effect(found["roas_with_tail"])),
        ("plans bring", effect, lambda found: _effect(found["incremental_total"])),
        ("blue − red", effect, lambda found: _effect(found["profit_difference"])),
        ("… discounted", effect, lambda found: _effect(found["difference"])),
        ("verdicts", verdicts, _verdicts),
        ("… discounted", verdicts, lambda found: _verdicts(found, "_discounted")),
        ("chance > 0", "something     nothing      ≥ 90 %    markets refused  CPU s", _chances),
    ]
    lines = [EXPLAINED]
    for title, head, row in parts:
        lines.append(_head(title, head))
        lines += [f"{name:15} {row(found)}" for name, found in summary.items()]
    return "\n".join(lines)
