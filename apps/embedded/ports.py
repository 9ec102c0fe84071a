"""Ports on the loopback interface that nobody uses."""

import os
import random
import socket

# Below the range the kernel hands out to outgoing connections, so that none of those takes a port
# between our looking and the server's binding it.
FIRST, LAST = 20_000, 32_000


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A free port, at random, so that two installations starting at once don't meet."""
    luck = random.Random(os.urandom(8))
    while True:
        port = luck.randrange(FIRST, LAST)
        if is_free(port):
            return port
