"""Ports for servers that tests start."""

import random
import socket

BELOW_OUTGOING = range(10_000, 32_000)
"""Linux gives outgoing connections 32768 and above, so none takes a port between our looking and our listening."""


def free_port() -> int:
    """A port of this machine that nobody listens on just now, and that hardly anybody else will choose."""
    choose = random.SystemRandom()  # not what hypothesis and others seed: processes side by side would agree
    while True:
        port = choose.choice(BELOW_OUTGOING)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
