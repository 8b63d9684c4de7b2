"""The patrol phone's part of the contract: `mobile_contract/v1`.

Everything here is cut out of what the service says of itself, so that it cannot say anything else.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from service.contract import VERSION, schemas
from service.core.problem import Fault
from service.dispatch import rules
from service.dispatch.wire import ACTIVE, RINGING, TaskMove, TaskState
from service.patrol.wire import DUTY
from service.platform.push import Pushed
from service.platform.web import STATUS

Document = dict[str, Any]

# What a patrol's phone asks for, and nothing else.
OPERATIONS = (
    "identity_sign_in",
    "identity_give_code",
    "identity_give_password",
    "identity_refresh",
    "identity_sign_out",
    "patrol_me",
    "patrol_set_duty",
    "patrol_take_fixes",
    "phone_my_phones",
    "phone_add_phone",
    "phone_keep_phone",
    "phone_sign_out_phone",
    "phone_check_phone",
    "dispatch_inbox",
    "dispatch_move_task",
    "dispatch_take_receipt",
    "dispatch_list_snapshots",
    "dispatch_show_picture",
    "dispatch_give_sight",
    "dispatch_list_messages",
    "dispatch_write_message",
    "incident_show_by_sight",
    "incident_watch_by_sight",
    "doors_live",
    "doors_map_setup",
    "doors_map_base",
)
_HEARD = ("task.offered", "task.changed", "incident.message", DUTY.name)

# What a phone may be refused, by the feature that refuses.
_REFUSED_BY = ("identity", "live", "patrol", "phone", "picture", "request", "service")
_REFUSED_TOO = ("dispatch.already_taken", "dispatch.task_over", "dispatch.thread_full")
_NEVER_MET = (
    "identity.name_taken",
    "identity.no_factor",
    "identity.not_linked",
    "identity.subject_taken",
    "identity.wrong_old_password",
    "patrol.in_another_unit",
    "patrol.on_duty",
    "phone.not_of_gateway",
)

# What a move that was sent may be refused with.
_MOVE_MEETS = ("dispatch", "request", "service")
_MOVE_MEETS_TOO = ("identity.not_signed_in", "identity.not_yours", "patrol.no_unit")

# What each sort of refusal means for a move that was sent: see README, duty Q4.
_MEANS: Mapping[Fault, tuple[str, str]] = {
    Fault.INVALID: ("drop", "look"),
    Fault.UNSIGNED: ("sign_in", "keep"),
    Fault.FORBIDDEN: ("drop", "look"),
    Fault.ABSENT: ("drop", "over"),
    Fault.WRONG_METHOD: ("drop", "look"),
    Fault.CONFLICT: ("drop", "look"),
    Fault.TOO_LARGE: ("drop", "look"),
    Fault.TOO_SLOW: ("again", "keep"),
    Fault.TOO_MANY: ("again", "keep"),
    Fault.UNAVAILABLE: ("again", "keep"),
    Fault.OURS: ("again", "keep"),
}
_MEANS_BY_CODE = {
    "dispatch.already_taken": ("drop", "taken"),
    "dispatch.task_over": ("drop", "over"),
}


def documents(
    openapi: Document, asyncapi: Document, problems: Sequence[Document]
) -> dict[str, Document]:
    """Every document of the phone's part, by its name below `mobile_contract/v1`."""
    met = [row for row in problems if _is_met(row["code"])]
    return {
        "openapi.json": _doors(openapi),
        "live.json": _stream(asyncapi),
        "push.json": _push(),
        "problems.json": {"problems": [_with_meaning(row) for row in met]},
        "moves.json": _moves(),
        "vectors/may.json": _may_vectors(),
        "vectors/refusals.json": _refusal_vectors(met),
    }


def _doors(openapi: Document) -> Document:
    """The doors that a phone uses, with exactly the forms that they reach."""
    paths: Document = {}
    for path, item in openapi["paths"].items():
        kept = {m: door for m, door in item.items() if door.get("operationId") in OPERATIONS}
        if kept:
            paths[path] = kept
    found = {door["operationId"] for item in paths.values() for door in item.values()}
    assert found == set(OPERATIONS), f"no such doors: {set(OPERATIONS) - found}"
    whole = openapi["components"]
    reached = _reached([paths, whole["responses"]], whole["schemas"])
    return {
        **{name: openapi[name] for name in openapi if name not in ("paths", "components", "info")},
        "info": {"title": "Watchbell · 平安铃, a patrol's phone", "version": VERSION},
        "paths": paths,
        "components": {
            "schemas": {name: whole["schemas"][name] for name in sorted(reached)},
            "responses": whole["responses"],
            "securitySchemes": {"person": whole["securitySchemes"]["person"]},
        },
    }


def _stream(asyncapi: Document) -> Document:
    """The events that an officer's phone hears; it may hear others later, and passes them over."""
    messages = {name: asyncapi["components"]["messages"][name] for name in _HEARD}
    forms = asyncapi["components"]["schemas"]
    reached = _reached([messages], forms)
    pick = [{"$ref": f"#/channels/live/messages/{name}"} for name in messages]
    return {
        **asyncapi,
        "info": asyncapi["info"] | {"title": "Watchbell · 平安铃, what a patrol's phone hears"},
        "channels": {
            "live": {
                "address": asyncapi["channels"]["live"]["address"],
                "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
            }
        },
        "operations": {"hear": asyncapi["operations"]["hear"] | {"messages": pick}},
        "components": {
            "messages": messages,
            "schemas": {name: forms[name] for name in sorted(reached)},
        },
    }


def _push() -> Document:
    """What a push carries, and how each gateway's body carries it."""
    forms = schemas([Pushed], ref="#/$defs/{name}")
    own = forms["Pushed"]
    words = {"type": "string", "description": "What to show: neutral, whoever reads it."}
    as_text = {
        name: {"type": "string"} if form.get("type") == "integer" else form
        for name, form in own["properties"].items()
    }
    with_words = own["properties"] | {"words": words}
    required = [*own["required"], "words"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What a push carries",
        "anyOf": [{"$ref": f"#/$defs/{name}"} for name in ("apns", "fcm", "huawei", "web")],
        "$defs": {
            "apns": {
                "description": "userInfo of an APNs notification.",
                "type": "object",
                "properties": {"aps": _aps(), **own["properties"]},
                "required": ["aps", *own["required"]],
            },
            "fcm": {
                "description": "`data` of an FCM message: all of it is text.",
                "type": "object",
                "properties": as_text | {"words": words},
                "required": required,
            },
            "huawei": {
                "description": "`data` of a Huawei message (as text up to HarmonyOS 4).",
                **{name: own[name] for name in ("type", "properties", "required")},
            },
            "web": {
                "description": "The body of a Web Push message, once it is opened.",
                "type": "object",
                "properties": with_words,
                "required": required,
            },
            **{name: form for name, form in forms.items() if name != "Pushed"},
        },
    }


def _aps() -> Document:
    return {
        "type": "object",
        "properties": {
            "alert": {
                "type": "object",
                "properties": {"body": {"type": "string"}},
                "required": ["body"],
            },
            "interruption-level": {"enum": ["critical", "time-sensitive", "active", "passive"]},
            "mutable-content": {"const": 1},
            "thread-id": {"type": "string"},
        },
        "required": ["alert", "interruption-level", "mutable-content", "thread-id"],
    }


def _moves() -> Document:
    """What each state of a task lets an officer do, and which moves are done already."""
    return {
        "first": rules.MACHINE.start,
        "states": {
            state: {
                "ringing": state in RINGING,
                "over": state not in ACTIVE,
                "moves": _ways(state),
                "done_already": [m for m in _officers() if rules.already(state, m)],
            }
            for state in TaskState
        },
    }


def _officers() -> list[TaskMove]:
    return [move for move in TaskMove if move in rules.OFFICER_MOVES]


def _ways(state: str) -> dict[str, str]:
    """What an officer's phone may ask for in a state, and where it leads."""
    return {
        move: rules.MACHINE.ways[move].target
        for move in rules.MACHINE.moves_from(state)
        if move in _officers()
    }


def _may_vectors() -> Document:
    """What an officer may press in each state, and after each press that is not sent yet."""
    vectors = []
    for state in TaskState:
        ways = {m: to for m, to in _ways(state).items() if m != TaskMove.RECEIVE}
        reason = f"A task that is {state} lets an officer do this."
        vectors.append(_may(f"{state}", state, [], ways, reason))
        for move, to in ways.items():
            further = [m for m in _ways(to) if m != TaskMove.RECEIVE]
            reason = "What was pressed counts on the phone at once, sent or not."
            vectors.append(_may(f"{state}, {move} unsent", state, [move], further, reason))
    return {"rule": "may", "vectors": vectors}


def _may(
    name: str, state: str, unsent: Sequence[str], moves: Sequence[str] | Document, reason: str
) -> Document:
    return {
        "id": f"may: {name}",
        "duty": "T4",
        "given": {"state": str(state), "unsent": [str(move) for move in unsent]},
        "verdict": {"moves": sorted(str(move) for move in moves)},
        "reason": reason,
    }


def _refusal_vectors(met: Sequence[Document]) -> Document:
    """What each refusal that a phone may meet means for the move that met it."""
    vectors = []
    for row in met:
        if not _meets_moves(row["code"]):
            continue
        verdict = _meaning(row) | {"wait_s": 0}
        vectors.append(
            {
                "id": f"refusal: {row['code']}",
                "duty": "Q4",
                "given": {"status": row["status"], "code": row["code"]},
                "verdict": verdict,
                "reason": row["title"],
            }
        )
    return {"rule": "answer", "vectors": vectors}


def _meaning(row: Document) -> Document:
    fault = next(fault for fault, status in STATUS.items() if status == row["status"])
    do, task = _MEANS_BY_CODE.get(row["code"], _MEANS[fault])
    return {"do": do, "task": task}


def _with_meaning(row: Document) -> Document:
    return row | ({"move": _meaning(row)} if _meets_moves(row["code"]) else {})


def _meets_moves(code: str) -> bool:
    return code in _MOVE_MEETS_TOO or code.partition(".")[0] in _MOVE_MEETS


def _is_met(code: str) -> bool:
    if code in _REFUSED_TOO:
        return True
    return code.partition(".")[0] in _REFUSED_BY and code not in _NEVER_MET


def _reached(starts: Sequence[object], forms: Document) -> set[str]:
    """The forms that something refers to, and those that they refer to in turn."""
    reached: set[str] = set()
    waiting = list(starts)
    while waiting:
        for name in referred(waiting.pop()):
            if name not in reached:
                reached.add(name)
                waiting.append(forms[name])
    return reached


def referred(value: object) -> set[str]:
    """The names of the forms that a piece of a document refers to."""
    if isinstance(value, list):
        return {name for item in value for name in referred(item)}
    if not isinstance(value, dict):
        return set()
    own = value.get("$ref")
    found = {name for item in value.values() for name in referred(item)}
    if isinstance(own, str) and own.startswith("#/components/schemas/"):
        found.add(own.rsplit("/", 1)[1])
    return found
