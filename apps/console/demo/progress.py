"""One line that says how far something is: a bar on a terminal, now and then a line elsewhere."""

import time
from typing import Protocol

WIDTH = 30
PAUSE, PAUSE_ELSEWHERE = 0.2, 10.0


class Out(Protocol):
    """Where it is shown: a text file, or a management command's output."""

    def write(self, text: str, /) -> object: ...

    def flush(self) -> None: ...


class Progress:
    """`show` may be called as often as one likes."""

    def __init__(self, out: Out, what: str) -> None:
        self._out, self._what = out, what
        self._terminal = bool(getattr(out, "isatty", lambda: False)())
        self._shown_at = 0.0
        self._begun = time.monotonic()

    def show(self, done: int, total: int, note: str = "") -> None:
        moment = time.monotonic()
        pause = PAUSE if self._terminal else PAUSE_ELSEWHERE
        if moment - self._shown_at < pause:
            return
        self._shown_at = moment
        share = min(done / total, 1) if total else 1
        line = f"  {self._what} {share:4.0%}  {min(done, total):,} of {total:,}{note}"
        if self._terminal:
            full = int(share * WIDTH)
            self._out.write(f"\r\x1b[K{line}  {'█' * full}{'░' * (WIDTH - full)}")
        else:
            self._out.write(f"{line}\n")
        self._out.flush()

    def done(self, said: str) -> None:
        before = "\r\x1b[K" if self._terminal else ""
        seconds = time.monotonic() - self._begun
        self._out.write(f"{before}  {self._what} … {said}, {seconds:.1f} s\n")
        self._out.flush()
