"""What clients were told: kept on their side of the line, to be held against the database afterwards."""

from __future__ import annotations

import json
import threading
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class Told:
    """Verdicts by their rationale, which is another for each; ids of what else was accepted."""

    verdicts: dict[str, dict[str, str]] = field(default_factory=dict)
    """Rationale → ``claim``, ``by``, and ``id`` where the answer named it; the server said that it has these."""
    tried: list[str] = field(default_factory=list)
    """Rationales that were sent, whatever came of it."""
    articles: list[str] = field(default_factory=list)
    intakes: list[str] = field(default_factory=list)
    exports: list[str] = field(default_factory=list)

    def text(self) -> str:
        """As JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, text: str) -> Told:
        """What ``text`` wrote."""
        return cls(**json.loads(text))


class Record:
    """``Told`` and the answers, written by many threads."""

    def __init__(self) -> None:
        self.told = Told()
        self.answers: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.failed: list[str] = []
        self._lock = threading.Lock()

    def answered(self, what: str, trouble: str = "") -> None:
        """An answer, or what came instead of one (``trouble``)."""
        with self._lock:
            self.answers[what] += 1
            if trouble:
                self.failed.append(trouble)

    def complain(self, what: str) -> None:
        """Something that no fault excuses."""
        with self._lock:
            self.wrong.append(what)

    def tries(self, rationale: str) -> None:
        """A verdict is about to be sent."""
        with self._lock:
            self.told.tried.append(rationale)

    def has(self, rationale: str, **about: Any) -> None:
        """The server said that it has this verdict."""
        with self._lock:
            self.told.verdicts[rationale] = about

    def took(self, kind: str, pk: str) -> None:
        """The server said that it has this article, intake or export."""
        with self._lock:
            if pk not in (known := getattr(self.told, kind)):
                known.append(pk)
