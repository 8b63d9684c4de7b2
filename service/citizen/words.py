"""What these pages say, a file for each language; every key in both."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path

_FOLDER = Path(__file__).with_name("words")
_DAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "zh-CN": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
}


class Words:
    """One language."""

    def __init__(self, code: str, all_: Mapping[str, str]) -> None:
        self.code, self.all = code, all_

    def __call__(self, key: str, **values: object) -> str:
        """The words under a key, with values in their places."""
        text = self.all[key]
        return text.format(**values) if values else text

    def __contains__(self, key: str) -> bool:
        return key in self.all

    def at(self, instant: datetime, utc_offset: timedelta) -> str:
        """An instant as people here say it: the day of the week, the date, hour and minute."""
        here = instant.astimezone(timezone(utc_offset))
        return f"{self.on(instant, utc_offset)} {here:%H:%M}"

    def span(self, from_at: datetime, until_at: datetime, utc_offset: timedelta) -> str:
        """From when until when; the day once, where it is one."""
        here = timezone(utc_offset)
        end = until_at.astimezone(here)
        one_day = from_at.astimezone(here).date() == end.date()
        last = f"{end:%H:%M}" if one_day else self.at(until_at, utc_offset)
        return f"{self.at(from_at, utc_offset)} – {last}"

    def on(self, instant: datetime, utc_offset: timedelta) -> str:
        """The day of an instant."""
        here = instant.astimezone(timezone(utc_offset))
        return f"{here:%Y-%m-%d} {_DAYS[self.code][here.weekday()]}"


LANGUAGES: Mapping[str, Words] = {
    code: Words(code, json.loads((_FOLDER / f"{code}.json").read_text(encoding="utf-8")))
    for code in _DAYS
}
