"""Who may do what, and where: read off the guards of the doors, so that it cannot say otherwise."""

from typing import Any

from litestar.handlers import HTTPRouteHandler

from service.identity.guard import May
from service.identity.wire import Role

ANYBODY, DEVICE = "anybody", "device"
# What somebody meets who may do it, but not there.
ABSENT = "absent"
LEFT_OUT = "left_out"
REFUSED = "refused"
OWN = "own"

WORDS = {
    ANYBODY: ("任何人", "anybody, without a session"),
    DEVICE: ("设备", "a box that signs"),
    Role.ADMINISTRATOR: ("管理员", "administrator"),
    Role.DUTY_LEADER: ("值班长", "duty leader"),
    Role.DISPATCHER: ("调度员", "dispatcher"),
    Role.PATROL_OFFICER: ("巡逻民警", "patrol officer"),
    Role.SCHOOL_CONTACT: ("学校联系人", "school contact"),
    Role.REVIEWER: ("审核员", "reviewer"),
    Role.MANAGING_UNIT: ("管理单位", "managing unit"),
    Role.CONTRACTOR: ("运维承包商", "contractor, until its agreement ends"),
    Role.INSPECTOR: ("督察", "inspector"),
    Role.CITIZEN: ("市民", "citizen"),
}
ELSEWHERE = {
    ABSENT: "answered as if there were none of this id (404)",
    LEFT_OUT: "rows of other areas are left out",
    REFUSED: "an area, site or person that is not one's own is refused as unknown",
    OWN: "concerns only whoever asks",
}

# Doors whose paths do not say it.
_OWN = ("/v1/me", "/v1/live", "/v1/sessions", "/v1/web-push", "/v1/camera-imports")
_SEARCHES = ("/v1/accounts/by-number",)

_HEAD = """# Who may do what

Made by `./dev spec` from the guards of the doors; not to be edited. A role holds in the area that
its grant names and in everything below it; a school contact's at its site, a patrol officer's for
the tasks of the unit, a box's for its site. PostgreSQL's row-level security checks the same again.

"""


def matrix(handlers: dict[tuple[str, str], HTTPRouteHandler]) -> dict[str, Any]:
    """For each operation, by method and path: who may, and what is met elsewhere."""
    return {
        "roles": [str(one) for one in WORDS],
        "operations": {
            f"{method} {path}": {
                "may": _may(handler),
                "elsewhere": _elsewhere(handler, method, path),
            }
            for (method, path), handler in sorted(
                handlers.items(), key=lambda found: (found[0][1], found[0][0])
            )
        },
    }


def as_table(made: dict[str, Any]) -> str:
    """The matrix for a person to read."""
    named = [f"- `{name}`: {zh}, {en}" for name, (zh, en) in WORDS.items()]
    meant = [f"- `{word}`: {says}" for word, says in ELSEWHERE.items()]
    rows = [
        f"| `{name}` | {_said(row['may'])} | {row['elsewhere']} |"
        for name, row in made["operations"].items()
    ]
    return "\n".join(
        [
            _HEAD + "## Roles\n",
            *named,
            "\n## Elsewhere\n",
            *meant,
            "\n## Operations\n",
            "| operation | who may | elsewhere |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def _may(handler: HTTPRouteHandler) -> list[str]:
    guards = list(handler.guards or ())
    for guard in guards:
        if isinstance(guard, May):
            return [role for role in Role if not guard.roles or role in guard.roles]
    return [DEVICE] if handler.security else [ANYBODY]


def _elsewhere(handler: HTTPRouteHandler, method: str, path: str) -> str:
    if path.startswith(_OWN) and "phones/{" not in path and "imports/{" not in path:
        return OWN
    if "{" in path:
        return ABSENT
    if _may(handler)[0] in (ANYBODY, DEVICE):
        return OWN
    return LEFT_OUT if method == "GET" or path in _SEARCHES else REFUSED


def _said(may: list[str]) -> str:
    everyone = [str(role) for role in Role]
    return "whoever is signed in" if may == everyone else ", ".join(f"`{one}`" for one in may)
