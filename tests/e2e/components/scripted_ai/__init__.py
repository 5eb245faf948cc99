"""An AI that answers as it is told to: `ai_task.scripted_ai`, which is the preferred one.

`scripted_ai.script` says what is answered from then on, one answer after the other: `answers` is a
list of objects, each with the `answer`, or an `error`, and perhaps the `seconds` it takes; the
last one is given for ever. `scripted_ai.asked` returns what was asked so far.

Home Assistant imports this, so it knows nothing of the project.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, override

from homeassistant.components.ai_task import (
    AITaskEntity,
    AITaskEntityFeature,
    GenDataTask,
    GenDataTaskResult,
)
from homeassistant.components.ai_task.const import DATA_COMPONENT, DATA_PREFERENCES
from homeassistant.components.conversation import ChatLog
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.typing import ConfigType

DOMAIN = "scripted_ai"
ENTITY_ID = "ai_task.scripted_ai"
CONFIG_SCHEMA = cv.empty_config_schema(DOMAIN)

type Act = Callable[[], Awaitable[object]]
"""Answers, or raises; for tests in the same process."""


@dataclass(kw_only=True)
class Script:
    """What is answered, and what was asked."""

    answers: list[dict[str, Any] | Act] = field(default_factory=list)
    asked: list[GenDataTask] = field(default_factory=list)

    async def answer(self, task: GenDataTask) -> object:
        """The next answer. Raises `HomeAssistantError` where the script says so, or nothing."""
        self.asked.append(task)
        step = self.answers.pop(0) if len(self.answers) > 1 else next(iter(self.answers), {})
        if not isinstance(step, dict):
            return await step()
        await asyncio.sleep(step.get("seconds", 0))
        if "answer" not in step:
            raise HomeAssistantError(step.get("error", "nothing is scripted"))
        return step["answer"]


class ScriptedAi(AITaskEntity):
    """The AI."""

    _attr_name = "Scripted AI"
    _attr_supported_features = (
        AITaskEntityFeature.GENERATE_DATA | AITaskEntityFeature.SUPPORT_ATTACHMENTS
    )

    def __init__(self, script: Script) -> None:
        """Follow this script."""
        self._script = script
        self.entity_id = ENTITY_ID

    @override
    async def _async_generate_data(self, task: GenDataTask, chat_log: ChatLog) -> GenDataTaskResult:
        answer = await self._script.answer(task)
        return GenDataTaskResult(conversation_id=chat_log.conversation_id, data=answer)


async def async_setup(hass: HomeAssistant, _config: ConfigType) -> bool:
    """Add the AI, and the actions that tell it what to say."""
    script = hass.data[DOMAIN] = Script()
    await hass.data[DATA_COMPONENT].async_add_entities([ScriptedAi(script)])
    hass.data[DATA_PREFERENCES].gen_data_entity_id = ENTITY_ID

    @callback
    def take(call: ServiceCall) -> None:
        script.answers = list(call.data["answers"])

    @callback
    def tell(_call: ServiceCall) -> ServiceResponse:
        return {
            "asked": [
                {
                    "instructions": task.instructions,
                    "pictures": [each.media_content_id for each in task.attachments or ()],
                }
                for task in script.asked
            ]
        }

    hass.services.async_register(DOMAIN, "script", take)
    hass.services.async_register(DOMAIN, "asked", tell, supports_response=SupportsResponse.ONLY)
    return True
