"""How much memory each part has taken by now: the largest process at its peak, and all together."""

from tests.bench.accounting import APPARATUS, peak_mb, together_mb
from tests.bench.figures import Figure, Result
from tests.bench.installation import Bench


def measure(bench: Bench) -> Result:
    bench.start()
    groups = {name: pid for name, pid in bench.groups().items() if name not in APPARATUS}
    peaks = {name: round(peak_mb(pid)) for name, pid in groups.items()}
    now = {name: round(together_mb(pid)) for name, pid in groups.items()}
    figures = [
        Figure(f"{name}, largest process at its peak", mb, "MB") for name, mb in peaks.items()
    ]
    figures.append(Figure("all together, shared pages once", sum(now.values()), "MB"))
    return Result(figures, {"peak_mb": peaks, "together_mb": now})
