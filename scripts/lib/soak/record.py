"""What happened in a soak, as it is on disk: read by nothing that wrote it."""

from contextlib import closing
from dataclasses import dataclass
import json
from pathlib import Path
import sqlite3

from scripts.lib.soak.stream import Change


@dataclass(frozen=True, kw_only=True)
class Record:
    """What happened, as it is on disk."""

    changes: tuple[Change, ...]
    runs: frozenset[str]
    open_steps: frozenset[tuple[str, str]]
    """Run and device of every step that was begun and has no result."""


def read_record(path: Path) -> Record:
    """Read a household's record; blocking. Raises `sqlite3.Error`."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as file:
        rows = file.execute("SELECT kind, epoch, seq, body FROM facts ORDER BY id").fetchall()
    changes: list[Change] = []
    runs: set[str] = set()
    open_steps: set[tuple[str, str]] = set()
    for kind, epoch, seq, body in rows:
        fact = json.loads(body)
        match kind:
            case "status":
                zone, status = fact["zone"], fact["status"]
                changes.append(Change(epoch=epoch, seq=seq, zone=zone, status=status))
            case "run_started":
                run = fact["run"]
                runs.add(run["id"])
                open_steps |= {
                    (run["id"], step["device"]["id"])
                    for step in run["steps"]
                    if step["result"] in {"pending", "sent"}
                }
            case "step_ended":
                open_steps.discard((fact["run_id"], fact["step"]["device"]["id"]))
    return Record(changes=tuple(changes), runs=frozenset(runs), open_steps=frozenset(open_steps))
