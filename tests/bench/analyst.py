"""Runs the analysis that waits, as its worker does, and prints the most memory that it took.

python -m tests.bench.analyst
"""

import json
import resource
import sys

import django


def main() -> None:
    django.setup()
    from apps.simulate import analysing

    began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ran = analysing.run_next()
    used = resource.getrusage(resource.RUSAGE_SELF)
    found = {
        "ran": ran,
        "began_mb": began // 1024,
        "peak_mb": used.ru_maxrss // 1024,
        "cpu_seconds": round(used.ru_utime + used.ru_stime, 1),
    }
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
