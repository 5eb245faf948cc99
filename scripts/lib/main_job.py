"""The main job, unattended: three protocols and one with a fault, each proven from outside."""

import asyncio
from typing import Final, TypedDict

from scripts.lib.home import Home
from scripts.lib.home_types import JSONObject, list_of, object_of, text_of
from scripts.lib.household import until_all_answer
from scripts.lib.screen import ANSWER_SECONDS, Screen
from scripts.lib.witness import (
    GREEN,
    RED,
    YELLOW,
    Observation,
    Witness,
    find_witnesses,
    in_words,
)

SIREN_FAULT: Final = "select.hall_siren_simulated_fault"
FAULT: Final = "siren offline"
HEALTHY_MS: Final = 100
"""Within this, one dead device may not have delayed the others."""


class StepReport(TypedDict):
    """One device's part, and what was seen at the device."""

    device: str
    kind: str
    result: str
    reason: str | None
    ms: float | None
    observed: Observation


class RunReport(TypedDict):
    """One protocol as it was carried out; `status_update` is what the screen received."""

    protocol: str
    zone: str
    fault: str | None
    status_update: dict[str, str]
    steps: list[StepReport]


class Report(TypedDict):
    """The main job; `ok` only if every device did what it had to, as seen from outside."""

    ok: bool
    runs: list[RunReport]


_STATUS: Final = {"red": "RED_CRITICAL", "yellow": "YELLOW_WARNING", "green": "GREEN_SAFE"}

_EXPECTED: Final = {"red": RED, "yellow": YELLOW, "green": GREEN}


async def do_main_job(home: Home) -> Report:
    """Do it in a house that was just moved into."""
    witnesses = await find_witnesses(home.folder)
    async with asyncio.timeout(ANSWER_SECONDS):
        await until_all_answer(home)
    screen = Screen()
    await screen.connect(home)
    try:
        runs = [
            await _run(home, screen, witnesses, protocol) for protocol in ("red", "yellow", "green")
        ]
        await home.post(
            "/api/services/select/select_option", {"entity_id": SIREN_FAULT, "option": "offline"}
        )
        runs.append(await _run(home, screen, witnesses, "red", fault=FAULT))
    finally:
        await screen.disconnect()
    return {"ok": all(_as_expected(run) for run in runs), "runs": runs}


async def _run(
    home: Home,
    screen: Screen,
    witnesses: dict[str, Witness],
    protocol: str,
    *,
    fault: str | None = None,
) -> RunReport:
    answer = object_of(
        await home.post(
            f"/api/services/tuya_twin/execute_{protocol}_protocol?return_response",
            {"zone": "HOUSE", "reason": "The demo"},
        )
    )
    run = object_of(answer["service_response"])
    return {
        "protocol": protocol,
        "zone": text_of(run["zone"]),
        "fault": fault,
        "status_update": await _shown(screen, text_of(run["id"])),
        "steps": [await _step(object_of(step), witnesses) for step in list_of(run["steps"])],
    }


async def _shown(screen: Screen, run_id: str) -> dict[str, str]:
    update = await screen.shown_for(run_id)
    return {"status": text_of(update["status"]), "zone": text_of(update["zone"])}


async def _step(step: JSONObject, witnesses: dict[str, Witness]) -> StepReport:
    reason, ms = step["reason"], step["ms"]
    return {
        "device": text_of(step["name"]),
        "kind": text_of(step["kind"]),
        "result": text_of(step["result"]),
        "reason": reason if isinstance(reason, str) else None,
        "ms": ms if isinstance(ms, float) else None,
        "observed": await witnesses[text_of(step["device"])].look(),
    }


def _as_expected(run: RunReport) -> bool:
    expected = _EXPECTED[run["protocol"]]
    shown = {"status": _STATUS[run["protocol"]], "zone": run["zone"]}
    return (
        run["status_update"] == shown
        and {step["kind"] for step in run["steps"]} == expected.keys()
        and all(
            _failed(step)
            if run["fault"] and step["kind"] == "siren"
            else _proven(step, expected[step["kind"]], in_time=run["fault"] is not None)
            for step in run["steps"]
        )
    )


def _failed(step: StepReport) -> bool:
    return step["result"] == "failed" and step["observed"] == {"reachable": False}


def _proven(step: StepReport, expected: Observation, *, in_time: bool) -> bool:
    ms = step["ms"]
    return (
        step["result"] == "confirmed"
        and step["observed"] == expected
        and (not in_time or (ms is not None and ms <= HEALTHY_MS))
    )


def table(report: Report) -> str:
    """The report for people."""
    lines = []
    for run in report["runs"]:
        fault = f", {run['fault']}" if run["fault"] else ""
        update = run["status_update"]
        lines.append(f"\n{run['protocol']} for {run['zone']}{fault}")
        lines.append(f"  the screen was shown {update['status']} for {update['zone']}")
        lines.extend(_line(step) for step in run["steps"])
    verdict = "All of it was so." if report["ok"] else "NOT all of it was so."
    return "\n".join([*lines, "", verdict])


def _line(step: StepReport) -> str:
    ms = "" if step["ms"] is None else f"{step['ms']:.1f} ms"
    result = step["result"] if step["reason"] is None else f"{step['result']}: {step['reason']}"
    seen = in_words(step["observed"])
    return f"  {step['device']:<18} {result:<22} {ms:>10}   seen at the device: {seen}"
