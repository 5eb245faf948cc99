"""What is followed decides the watch, and what is not known ends none."""

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_twin.core.following import FOLLOWED, followed
from custom_components.tuya_twin.core.signs import WatchMode

AWAY, NIGHT, HOME, OFF = WatchMode.AWAY, WatchMode.NIGHT, WatchMode.HOME, WatchMode.OFF
PANEL, ANNA, BEN = "alarm_control_panel.house", "person.anna", "person.ben"
ZONE, GUARD, HOURS = "zone.home", "switch.guard", "schedule.nights"


@pytest.mark.parametrize(
    ("states", "watch"),
    [
        ({PANEL: "disarmed"}, OFF),
        ({PANEL: "armed_home"}, HOME),
        ({PANEL: "armed_night"}, NIGHT),
        ({PANEL: "armed_away"}, AWAY),
        ({PANEL: "armed_vacation"}, AWAY),
        ({PANEL: "armed_custom_bypass"}, HOME),
        ({PANEL: "arming"}, None),
        ({PANEL: "pending"}, None),
        ({PANEL: "triggered"}, None),
        ({PANEL: "unavailable"}, None),
        ({PANEL: "disarmed", GUARD: "on", ANNA: "not_home"}, OFF),
        ({ANNA: "home"}, OFF),
        ({ANNA: "not_home"}, NIGHT),
        ({ANNA: "Office", BEN: "not_home"}, NIGHT),
        ({ANNA: "not_home", BEN: "home"}, OFF),
        ({ANNA: "not_home", BEN: "unknown"}, None),
        ({ANNA: "unknown", BEN: "home"}, OFF),
        ({ANNA: "unavailable"}, None),
        ({ANNA: ""}, None),
        ({ZONE: "0"}, NIGHT),
        ({ZONE: "1"}, OFF),
        ({ZONE: "2"}, OFF),
        ({GUARD: "on"}, NIGHT),
        ({GUARD: "off"}, OFF),
        ({GUARD: "unavailable"}, None),
        ({HOURS: "on", ANNA: "home"}, NIGHT),
        ({HOURS: "off", ANNA: "not_home"}, NIGHT),
        ({HOURS: "off", ANNA: "home"}, OFF),
        ({HOURS: "unknown", ANNA: "home"}, None),
        ({"group.family": "home"}, OFF),
        ({"group.family": "on"}, OFF),
        ({}, None),
    ],
)
def test_what_is_asked_for(states: dict[str, str], watch: WatchMode | None) -> None:
    assert followed(states, NIGHT) is watch


@given(
    st.dictionaries(
        st.sampled_from([f"{domain}.one" for domain in FOLLOWED]),
        st.sampled_from(["unknown", "unavailable", "", "burning"]),
        min_size=1,
    )
)
def test_nothing_that_is_not_known_ends_a_watch_but_somebody_elsewhere(
    states: dict[str, str],
) -> None:
    assert followed(states, AWAY) is not OFF
