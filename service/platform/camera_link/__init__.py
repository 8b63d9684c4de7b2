"""Cameras: one frame, whichever way they answer, with a deadline, whatever they do."""

from service.platform.camera_link.link import CameraLink
from service.platform.camera_link.onvif import Preset
from service.platform.frames import (
    Endpoint,
    Frame,
    MediaServer,
    NoFrame,
    Platform,
    Stand,
    Trouble,
)

__all__ = [
    "CameraLink",
    "Endpoint",
    "Frame",
    "MediaServer",
    "NoFrame",
    "Platform",
    "Preset",
    "Stand",
    "Trouble",
]
