"""Tells what only Home Assistant itself can count: its tasks and its threads, by name.

Home Assistant imports this, so it knows nothing of the project.
"""

import asyncio
import gc
import re
import threading

from aiohttp import web
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.http import HomeAssistantView
from homeassistant.helpers.typing import ConfigType

DOMAIN = "soak_probe"
CONFIG_SCHEMA = cv.empty_config_schema(DOMAIN)


async def async_setup(hass: HomeAssistant, _config: ConfigType) -> bool:
    """Register the address."""
    hass.http.register_view(ProbeView())
    return True


class ProbeView(HomeAssistantView):
    """Tasks and threads that are alive, by what they are called without its numbers."""

    url = "/api/soak_probe"
    name = "api:soak_probe"

    async def get(self, request: web.Request) -> web.Response:
        """Count; with `?collect` what is garbage goes before."""
        if "collect" in request.query:
            gc.collect()
        tasks = [_task_name(task) for task in asyncio.all_tasks()]
        threads = [_plain(thread.name) for thread in threading.enumerate()]
        return self.json({"tasks": tasks, "threads": threads})


def _task_name(task: asyncio.Task[object]) -> str:
    if not re.fullmatch(r"Task-\d+", name := task.get_name()):
        return _plain(name)
    return getattr(task.get_coro(), "__qualname__", name)


def _plain(name: str) -> str:
    return re.sub(r"\d+", "#", name)
