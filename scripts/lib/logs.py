"""What Home Assistant's log tells of us."""

import re

OURS = re.compile(r"tuya_twin|socketio|engineio|tinytuya|blocking call")
NOT_OURS_TO_MEND = "which has not been tested by Home Assistant"


def complaints(log: str) -> list[str]:
    """The warnings and errors in it that are of our making."""
    return [
        line
        for line in log.splitlines()
        if re.search(r" (WARNING|ERROR|CRITICAL) ", line)
        and OURS.search(line)
        and NOT_OURS_TO_MEND not in line
    ]
