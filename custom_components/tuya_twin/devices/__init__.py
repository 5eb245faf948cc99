"""The devices and how they are reached; the only room that imports tinytuya. No Home Assistant."""
