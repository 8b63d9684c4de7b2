"""What stands where, and what must not stand anywhere."""

import ast
import json
import re
import sys
import tomllib
from pathlib import Path

import pytest
from litestar.handlers import HTTPRouteHandler

from jobs.kinds import KINDS
from service.app import ROUTES, TOPICS
from service.core.problem import Fault, Problem
from service.follow import FOLLOWS
from service.platform.outbox import Topic
from service.platform.web import STATUS
from tests.architecture.tree import (
    ROOT,
    features,
    named,
    parsed,
    relative,
    tracked,
    words_of,
)

PYTHON = named(".py")
OURS = [p for p in PYTHON if relative(p).startswith(("service/", "jobs/", "api_spec/"))]
TEXTS = [
    path
    for path in tracked()
    if path.suffix not in (".png", ".webp", ".woff2", ".jpg", ".ico", ".mp4")
]
WORDS = ("words.en.ts", "words.zh-CN.ts")  # Each language is one file, however long.


def pyproject() -> dict[str, object]:
    """The project's own description."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_no_file_holds_two_ideas() -> None:
    files = [*PYTHON, *named(".ts", ".tsx", ".mjs", ".css", below="service/web/")]
    long = {
        relative(path): lines
        for path in files
        if path.name not in WORDS
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > 500
    }
    assert not long, "find the seam"


def test_nothing_is_left_undone() -> None:
    words = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK", "TB" + "D"]
    lower = ["not " + "implemented", "un" + "implemented", "dum" + "my", "place" + "holder text"]
    undone = re.compile(rf"\b({'|'.join([*words, *lower])})\b|{'NotImplemented' + 'Error'}")
    found = [relative(p) for p in TEXTS if undone.search(p.read_text(errors="replace"))]
    assert not found


def test_no_function_of_ours_is_empty() -> None:
    """One that does nothing on purpose says so in words; a protocol has no bodies."""
    empty = [
        f"{relative(path)}:{node.lineno} {node.name}"
        for path in [*OURS, *named(".py", below="kiosk_client/")]
        for outer in ast.walk(parsed(path))
        if not is_protocol(outer)
        for node in ast.iter_child_nodes(outer)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and all(isinstance(line, ast.Pass) or is_dots(line) for line in node.body)
    ]
    assert not empty


def is_protocol(node: ast.AST) -> bool:
    """Whether this is a class that only says what others have."""
    bases = node.bases if isinstance(node, ast.ClassDef) else []
    return any(isinstance(base, ast.Name) and base.id == "Protocol" for base in bases)


def is_dots(line: ast.stmt) -> bool:
    """Whether this line is an ellipsis."""
    value = line.value if isinstance(line, ast.Expr) else None
    return isinstance(value, ast.Constant) and value.value is ...


def test_no_place_of_a_machine_or_of_a_registry_stands_in_the_project() -> None:
    roots = "|".join(["ro" + "ot", "wo" + "rk", "Us" + "ers"])
    homes = "/ho" + r"me/(?!page)\w+/"
    registries = "|".join(
        ["files.python" + "hosted", "registry.npm" + "js", "pypi." + "org/simple"]
    )
    places = re.compile(rf"(?<![\w.])/({roots})/|{homes}|{registries}")
    found = {
        relative(p): m[0]
        for p in TEXTS
        if (m := places.search(p.read_text(encoding="utf-8", errors="replace")))
    }
    assert not found


def test_lockfiles_have_hashes_and_no_addresses() -> None:
    for path in [*sorted((ROOT / "locks").glob("*.txt")), ROOT / "kiosk_client/requirements.lock"]:
        text = path.read_text(encoding="utf-8")
        assert "://" not in text, path.name
        for block in re.split(r"\n(?=\S)", text.strip()):
            assert "--hash=sha256:" in block, f"{path.name}: {block.splitlines()[0]}"
    for path in (p for p in tracked() if p.name == "package-lock.json"):
        packages = json.loads(path.read_text(encoding="utf-8"))["packages"]
        for name, package in packages.items():
            assert "resolved" not in package, f"{relative(path)}: {name}"
            assert not name or package["integrity"].startswith("sha512-"), name


def test_the_clock_has_one_reader() -> None:
    tools = pyproject()["tool"]
    assert isinstance(tools, dict)
    banned = tools["ruff"]["lint"]["flake8-tidy-imports"]["banned-api"]
    for call in ("datetime.datetime.now", "time.time", "time.monotonic", "time.sleep"):
        assert call in banned
    allowed = {
        name
        for name, rules in tools["ruff"]["lint"]["per-file-ignores"].items()
        if "TID251" in rules and not name.startswith(("tests/", "kiosk_client/"))
    }
    assert allowed == {"service/platform/clock.py"}
    silenced = [relative(p) for p in OURS if "noqa: TID251" in p.read_text(encoding="utf-8")]
    assert not silenced


def test_every_feature_stands_on_a_floor_and_keeps_store_and_rules_to_itself() -> None:
    tools = pyproject()["tool"]
    assert isinstance(tools, dict)
    contracts = tools["importlinter"]["contracts"]
    floors = next(c for c in contracts if c["type"] == "layers")["layers"]
    standing = {room.strip() for floor in floors for room in floor.split("|")}
    assert set(features()) <= standing
    protected = {m for c in contracts if c["type"] == "protected" for m in c["protected_modules"]}
    kept = {
        f"service.{name}.{file}"
        for name in features()
        for file in ("store", "rules")
        if (ROOT / "service" / name / f"{file}.py").exists()
    }
    assert kept <= protected
    pure = next(c for c in contracts if c["name"].startswith("Rules are pure"))["source_modules"]
    assert {m for m in kept if m.endswith(".rules")} <= set(pure)


def test_what_follows_from_an_event_is_a_job_of_an_event() -> None:
    topics = {topic.name for topic in TOPICS}
    assert set(FOLLOWS) <= topics
    kinds = {follow.kind for follows in FOLLOWS.values() for follow in follows}
    assert kinds <= set(KINDS)


def test_every_kind_of_job_is_promised_by_somebody() -> None:
    said = {
        kind: {relative(path) for path in OURS if kind in words_of(path)} - {"jobs/kinds.py"}
        for kind in KINDS
    }
    assert not [kind for kind, places in said.items() if not places]


def test_every_topic_is_on_the_list_that_the_contract_is_made_from() -> None:
    made = {
        topic.name
        for module in list(sys.modules.values())
        if module.__name__.startswith("service.")
        for topic in vars(module).values()
        if isinstance(topic, Topic)
    }
    assert made == {topic.name for topic in TOPICS}
    assert len(TOPICS) == len(made)


def test_every_job_has_a_file_of_its_name() -> None:
    files = {p.stem for p in (ROOT / "jobs").glob("*.py") if "KIND = Kind(" in p.read_text()}
    assert files == set(KINDS)


def problems() -> list[type[Problem]]:
    """Every refusal of the service."""
    found, left = [], [Problem]
    while left:
        kind = left.pop()
        found.append(kind)
        left += kind.__subclasses__()
    return [kind for kind in found if kind.__module__.startswith("service.")]


def test_refusals_have_codes_of_their_own_and_words_for_a_person() -> None:
    kinds = [kind for kind in problems() if kind is not Problem]
    codes = [kind.code for kind in kinds]
    assert len(set(codes)) == len(codes), sorted(c for c in codes if codes.count(c) > 1)
    for kind in kinds:
        assert re.fullmatch(r"[a-z]+\.[a-z_]+", kind.code), kind
        assert kind.title().endswith("."), f"{kind.__name__} says nothing to a person"
        assert "code" in vars(kind), f"{kind.__name__} has no code of its own"


def test_every_sort_of_refusal_has_its_status() -> None:
    assert set(STATUS) == set(Fault)


def doors() -> list[HTTPRouteHandler]:
    """Every door of the service."""
    assert all(isinstance(door, HTTPRouteHandler) for door in ROUTES)
    return [door for door in ROUTES if isinstance(door, HTTPRouteHandler)]


def test_every_door_says_who_may_come_in() -> None:
    for door in doors():
        security = door.security
        assert security is not None, door
        if security:
            signed = "device" in door.parsed_fn_signature.parameters
            assert door.guards or signed, f"{door.paths} asks for a signature and looks at none"


def test_doors_that_stand_open_are_those_that_have_to() -> None:
    open_doors = {path for door in doors() if not door.security for path in door.paths}
    assert open_doors == {
        "/v1/sessions",
        "/v1/sessions/refresh",
        "/v1/sign-on",
        "/v1/sign-on/start",
        "/v1/sign-on/callback",
        "/v1/sign-on/end",
        "/v1/sessions/code",
        "/v1/sessions/password",
        "/v1/sessions/factor",
        "/v1/sessions/factor/confirm",
        "/v1/devices/enrol",
        "/v1/receipts",
        "/v1/gateways/huawei/receipts",
        "/v1/notices/{kind:str}",
        "/v1/found-notices",
        "/v1/citizen/codes",
        "/v1/citizen/sessions",
        "/v1/footage-receipts",
        "/v1/footage-consent-links/read",
        "/v1/footage-consent-links/answer",
        "/v1/map",
        "/v1/map/base",
        "/v1/sights/{sight:str}/{snapshot_id:uuid}",
        "/v1/sights/{sight:str}/cameras/{camera_id:uuid}/live",
        "/health/live",
        "/health/ready",
        "/metrics",
    }


# Domain: faces, persons and plates are found only to be hidden; nobody is ever identified.
NEVER = re.compile(
    r"face_?(recogni|embedd|match|id)|person_?re_?id|re_?identif|embedding|watch_?list"
    r"|plate_?(search|lookup|recogni|number)|anpr|lpr\b|imsi|sentiment|gait",
    re.IGNORECASE,
)
NEVER_INSTALLED = re.compile(
    r"^(face[-_]recognition|insightface|facenet|deepface|arcface|easyocr|openalpr|paddleocr"
    r"|torchreid|hyperlpr\w*|compreface\w*)\b",
    re.IGNORECASE | re.MULTILINE,
)


# All that is ever asked of the library that could do more: filters, boxes, what two pictures share.
SEEN_BY = {
    *("BORDER_REPLICATE", "CV_16S", "CV_32F", "NORM_INF"),
    *("CascadeClassifier", "HOGDescriptor", "getDefaultPeopleDetector", "Sobel", "blur", "flip"),
    *("GaussianBlur", "INTER_AREA", "INTER_LINEAR", "INTER_NEAREST", "LUT", "MORPH_CLOSE"),
    *("MORPH_OPEN", "absdiff", "bitwise_and", "bitwise_not", "bitwise_or", "boxFilter", "norm"),
    *("connectedComponentsWithStats", "convertScaleAbs", "countNonZero", "createHanningWindow"),
    *("dilate", "equalizeHist", "erode", "inRange", "medianBlur", "morphologyEx", "phaseCorrelate"),
    *("resize", "warpAffine", "data", "haarcascades", "__version__", "imencode"),
    *("IMWRITE_JPEG_QUALITY", "putText", "FONT_HERSHEY_SIMPLEX", "threshold", "THRESH_BINARY"),
}


def test_nothing_is_asked_of_the_picture_library_that_tells_people_apart() -> None:
    """No descriptor, no matcher, no network, no reader of text: what is not listed is refused."""
    asked = {
        node.attr
        for path in OURS
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "cv2"
    }
    taken = {
        alias.name
        for path in OURS
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "cv2"
        for alias in node.names
    }
    assert asked | taken <= SEEN_BY
    assert "CascadeClassifier" in asked


def test_nothing_is_built_that_identifies_anybody() -> None:
    names = {
        (relative(path), name)
        for path in OURS
        for node in ast.walk(parsed(path))
        for name in names_of(node)
        if NEVER.search(name)
    }
    assert not names
    for path in [*(ROOT / "locks").glob("*.txt"), ROOT / "kiosk_client/requirements.lock"]:
        assert not NEVER_INSTALLED.search(path.read_text(encoding="utf-8")), path.name


def names_of(node: ast.AST) -> list[str]:
    """What a piece of code calls things."""
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Attribute):
        return [node.attr]
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.arg | ast.keyword):
        return [node.arg or ""]
    return []


@pytest.mark.parametrize("path", [p for p in OURS if p.name != "__init__.py"], ids=relative)
def test_what_others_may_call_says_what_it_answers(path: Path) -> None:
    tree = parsed(path)
    assert ast.get_docstring(tree), f"{relative(path)} does not say what it is"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            public = not node.name.startswith("_")
            assert not public or ast.get_docstring(node), f"{relative(path)}: {node.name}"


def test_the_operations_guide_names_every_setting() -> None:
    from service.settings import Settings, variable

    guide = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    missing = [v for n in Settings.__struct_fields__ if f"`{(v := variable(n))}`" not in guide]
    assert not missing


def test_both_languages_say_everything() -> None:
    folder = ROOT / "service/web/shared/words"
    keys = [
        re.findall(r'^\s*(?:"([^"]+)"|(\w+)):', (folder / name).read_text("utf-8"), re.MULTILINE)
        for name in WORDS
    ]
    assert sorted(keys[0]) == sorted(keys[1])


def test_the_box_says_everything_in_both_languages() -> None:
    said = {
        name: json.loads((ROOT / f"kiosk_client/words/{name}.json").read_text(encoding="utf-8"))
        for name in ("en", "zh-CN")
    }
    assert said["en"].keys() == said["zh-CN"].keys()
    for key, text in said["en"].items():
        assert text
        assert said["zh-CN"][key]
        places = [sorted(re.findall(r"\{\w+\}", said[name][key])) for name in said]
        assert places[0] == places[1], key
