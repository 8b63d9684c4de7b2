"""Where the box shows what becomes of a press."""

import sys
from typing import Protocol

from kiosk_client.agent.log import Lines
from kiosk_client.agent.state import Light, Line, Scene
from kiosk_client.words import Words


class Lamps(Protocol):
    """Anything that can show a scene. Showing never waits."""

    def show(self, scene: Scene) -> None: ...


class TerminalLamps:
    """One line for each change, in words."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._lines = Lines(sys.stdout)
        self._last = ""

    def show(self, scene: Scene) -> None:
        text = describe(scene, self._words)
        if text != self._last:
            self._last = text
            self._lines.put(text)

    def flush(self) -> None:
        self._lines.flush()


def describe(scene: Scene, words: Words) -> str:
    """A scene in one line."""
    text = f"{words[f'{scene.light}.name']}: {words[f'{scene.light}.say']}"
    if scene.eta_min is not None:
        text = f"{words[f'{scene.light}.name']}: {words.minutes(scene.eta_min)}"
    if scene.light is Light.IDLE and scene.line in (Line.DOWN, Line.REFUSED, Line.FOREIGN):
        text = f"{words[f'line_{scene.line}.name']}: {words[f'line_{scene.line}.say']}"
    return text
