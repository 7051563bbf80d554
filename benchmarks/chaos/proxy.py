"""The line to the database: a TCP proxy before PostgreSQL's socket that can fall silent or be cut."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path


class Line(threading.Thread):
    """Listens on 127.0.0.1 at ``port`` and passes everything on, unless frozen or cut."""

    def __init__(self, port: int, socket: Path) -> None:
        super().__init__(daemon=True)
        self.port, self.socket = port, socket
        self._loop = asyncio.new_event_loop()
        self._flows = asyncio.Event()
        self._cut = False
        self._writers: set[asyncio.StreamWriter] = set()
        self._begun = threading.Event()

    def run(self) -> None:
        self._flows.set()
        self._loop.create_task(asyncio.start_server(self._serve, "127.0.0.1", self.port))
        self._loop.call_soon(self._begun.set)
        self._loop.run_forever()

    def begin(self) -> None:
        """Start, and return when it listens."""
        self.start()
        self._begun.wait(5)

    def freeze(self) -> None:
        """Nothing comes through, and nobody is told."""
        self._loop.call_soon_threadsafe(self._flows.clear)

    def cut(self) -> None:
        """All connections are reset, and new ones as soon as they are made."""
        self._cut = True
        self._loop.call_soon_threadsafe(self._reset)

    def mend(self) -> None:
        """As before, for new connections; what was frozen is reset, as a router does that forgot it."""
        self._cut = False
        self._loop.call_soon_threadsafe(self._reset)
        self._loop.call_soon_threadsafe(self._flows.set)

    def _reset(self) -> None:
        for writer in self._writers:
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._cut:
            writer.transport.abort()
            return
        try:
            behind, onward = await asyncio.open_unix_connection(self.socket)
        except OSError:
            writer.transport.abort()
            return
        ends = {writer, onward}
        self._writers |= ends
        await asyncio.gather(self._pass(reader, onward), self._pass(behind, writer))
        self._writers -= ends

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65536):
                await self._flows.wait()
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()
