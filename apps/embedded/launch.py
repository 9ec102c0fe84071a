"""Becomes another program, tied to the life of the one that started it.

Runs by its path with nothing but the standard library: `launch.py PARENT SIGNAL USER PROGRAM …`.
When PARENT dies, however it dies, the kernel sends SIGNAL to the program. USER is a user id to
become first, or "-".
"""

import contextlib
import ctypes
import os
import signal as signals
import struct
import sys

PR_SET_PDEATHSIG, PR_SET_KEEPCAPS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 1, 8, 47, 2
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION_3 = 0x20080522


def become(user: int) -> None:
    """Gives up root for `user`, but keeps the right to walk into root's own directories.

    A clone under a home of mode 700 works this way without loosening that mode. Where the
    capability isn't there to be kept, ordinary file permissions decide.
    """
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setgid(user)
    os.setuid(user)
    bit = 1 << CAP_DAC_OVERRIDE
    header = struct.pack("Ii", CAPABILITY_VERSION_3, 0)
    libc.capset(header, struct.pack("6I", bit, bit, bit, 0, 0, 0))
    libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0)


def die_with(parent: int, signal: int) -> None:
    with contextlib.suppress(AttributeError):  # only Linux has it; elsewhere the records suffice
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("the process that started this one is gone")


def main(parent: str, signal: str, user: str, *program: str) -> None:
    # The one that started this held its signals back while it did.
    signals.pthread_sigmask(signals.SIG_SETMASK, ())
    if user != "-":
        become(int(user))
    die_with(int(parent), int(signal))
    os.execv(program[0], program)


if __name__ == "__main__":
    main(*sys.argv[1:])
