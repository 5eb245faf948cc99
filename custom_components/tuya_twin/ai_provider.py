"""The AI that is asked: an AI task entity of Home Assistant, in the way that this version has."""

from dataclasses import dataclass
from typing import Any, Final

from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.selector import (
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectSelector,
    SelectSelectorConfig,
    TextSelector,
    TextSelectorConfig,
)
import probatio

from .core.opinion import CHOICE, CRITERIA, LEVELS, Question
from .references import entity_id_of, friendly_name

AI_TASK: Final = "ai_task"
TASK_NAME: Final = "Second opinion on an incident"
_LEVEL: Final = "level"

STRUCTURE: Final = probatio.Schema(
    {
        probatio.Required(_LEVEL, description="How dangerous it is"): SelectSelector(
            SelectSelectorConfig(options=list(LEVELS))
        ),
        probatio.Required("confidence", description="From 0 to 1"): NumberSelector(
            NumberSelectorConfig(min=0, max=1, step="any", mode=NumberSelectorMode.BOX)
        ),
        probatio.Required("summary", description="One or two plain sentences"): TextSelector(),
        probatio.Required(
            "entities", description="The entities that the opinion rests on"
        ): TextSelector(TextSelectorConfig(multiple=True)),
    }
)


@dataclass(frozen=True, kw_only=True)
class Provider:
    """An entity that can be asked now."""

    entity_id: str
    name: str
    """What people call it."""
    evaluates: bool
    """Whether it chooses between levels, and says no more."""
    sees: bool
    """Whether it takes pictures."""


@callback
def find_provider(hass: HomeAssistant, wanted: str) -> Provider | None:
    """The wanted entity, or without one the one that is preferred; `None` if it cannot be asked.

    Home Assistant need not have the integration for AI tasks.
    """
    if AI_TASK not in hass.config.components:
        return None
    # Not before it is loaded: it brings much along, and is on few machines.
    from homeassistant.components import ai_task  # noqa: PLC0415

    for entity_id, evaluates in _candidates(hass, ai_task, wanted):
        features = _features(hass, entity_id)
        needed = ai_task.AITaskEntityFeature.GENERATE_DATA
        if evaluates:
            needed = getattr(ai_task.AITaskEntityFeature, "EVALUATE")  # noqa: B009 - 2026.11
        if features is not None and needed & features:
            return Provider(
                entity_id=entity_id,
                name=friendly_name(hass, entity_id),
                evaluates=evaluates,
                sees=bool(ai_task.AITaskEntityFeature.SUPPORT_ATTACHMENTS & features),
            )
    return None


async def ask(hass: HomeAssistant, provider: Provider, asked: Question, camera: str) -> object:
    """The provider's answer as it came; with a picture of the camera, if there can be one.

    Raises whatever the provider raises, and waits as long as it takes.
    """
    from homeassistant.components import ai_task  # noqa: PLC0415 - it is loaded

    pictures = _pictures(hass, provider, camera)
    if provider.evaluates:
        return await _evaluated(hass, ai_task, provider, asked, pictures)
    answer = await ai_task.async_generate_data(
        hass,
        task_name=TASK_NAME,
        entity_id=provider.entity_id,
        instructions=asked.instructions,
        structure=STRUCTURE,
        attachments=pictures,
    )
    return answer.data


async def _evaluated(
    hass: HomeAssistant,
    ai_task: Any,  # noqa: ANN401 - Home Assistant 2026.10 has no such function
    provider: Provider,
    asked: Question,
    pictures: list[dict[str, str]] | None,
) -> object:
    """The choice of a provider that decides and does not talk, as the answer of one that does."""
    question = {"type": "choice", "instructions": CHOICE, "criteria": dict(CRITERIA)}
    result = await ai_task.async_evaluate(
        hass,
        task_name=TASK_NAME,
        questions={_LEVEL: question},
        state=dict(asked.data),
        entity_id=provider.entity_id,
        attachments=pictures,
    )
    answer = result.answers[_LEVEL]
    confidence = answer.probabilities[answer.choice]
    return {_LEVEL: answer.choice, "confidence": confidence, "summary": "", "entities": []}


def _candidates(
    hass: HomeAssistant,
    ai_task: Any,  # noqa: ANN401 - as above
    wanted: str,
) -> list[tuple[str, bool]]:
    """Entities that may be asked, by entity id, each with whether it is to evaluate."""
    from homeassistant.components.ai_task.const import DATA_PREFERENCES  # noqa: PLC0415

    evaluation = hasattr(ai_task, "async_evaluate")
    if wanted:
        wanted = _entity_id(hass, wanted)
        # Who names an entity here allows it to be asked unattended.
        return [(wanted, True), (wanted, False)] if evaluation else [(wanted, False)]
    preferences: Any = hass.data[DATA_PREFERENCES]
    automatic = evaluation and ai_task.async_is_automatic_evaluation_enabled(hass)
    found = [(preferences.evaluate_entity_id, True)] if automatic else []
    found.append((preferences.gen_data_entity_id, False))
    return [(entity_id, evaluates) for entity_id, evaluates in found if entity_id]


def _features(hass: HomeAssistant, entity_id: str) -> int | None:
    """What an entity can do; `None` for one that is not there."""
    from homeassistant.components.ai_task.const import DATA_COMPONENT  # noqa: PLC0415

    entity = hass.data[DATA_COMPONENT].get_entity(entity_id)
    state = hass.states.get(entity_id)
    if entity is None or state is None or state.state == STATE_UNAVAILABLE:
        return None
    return int(entity.supported_features)


def _entity_id(hass: HomeAssistant, chosen: str) -> str:
    """The entity id of what was chosen, by that or by its id in the registry."""
    return entity_id_of(er.async_get(hass), chosen) or chosen


def _pictures(hass: HomeAssistant, provider: Provider, camera: str) -> list[dict[str, str]] | None:
    """What a camera shows, for a provider that takes it; a camera that is away stops nothing."""
    if not camera or not provider.sees:
        return None
    camera = _entity_id(hass, camera)
    state = hass.states.get(camera)
    if state is None or state.state == STATE_UNAVAILABLE:
        return None
    return [{"media_content_id": f"media-source://camera/{camera}", "media_content_type": ""}]
