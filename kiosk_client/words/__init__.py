"""The words that the box shows: one file for each language."""

import json
import os
from importlib import resources

LANGUAGES = ("zh-CN", "en")


class Words:
    """All words of one language, by name."""

    def __init__(self, language: str) -> None:
        text = (resources.files("kiosk_client.words") / f"{language}.json").read_text("utf-8")
        self.language = language
        self.all: dict[str, str] = json.loads(text)

    def __getitem__(self, name: str) -> str:
        return self.all[name]

    def minutes(self, count: int) -> str:
        """How long help still needs, in words."""
        return self["eta"].replace("{n}", str(count))


def language_of_terminal() -> str:
    """Chinese where the terminal speaks it, else English."""
    spoken = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "zh-CN" if next(filter(None, spoken), "").startswith("zh") else "en"
