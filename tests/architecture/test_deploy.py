"""What lies in `deploy/` names what there is: settings, commands, metrics, doors."""

import json
import re
from typing import Any

import click
import pytest
import yaml  # type: ignore[import-untyped]
from prometheus_client import REGISTRY

import api_spec
import jobs.run
import jobs.warm
from service import doors
from service.cli import main
from service.core.problem import Problem
from service.platform import gate, pulse, web
from service.platform.outbox import Lane
from service.settings import PLAIN, PREFIX, Settings, read_settings, variable
from tests.architecture.tree import ROOT, relative

DEPLOY = ROOT / "deploy"
# Where each metric is made: what is imported here has told the registry of it.
MAKERS = (doors, gate, jobs.run, jobs.warm, web)
# What other programs read, by the same file.
OTHERS = re.compile(r"^(AWS_|FORWARDED_ALLOW_IPS$|PROMETHEUS_MULTIPROC_DIR$|POSTGRES_)")
METRIC = re.compile(r"\bwatchbell_\w+")
MATCHER = re.compile(r'(\w+)(=~?)"([^"]*)"')


def text(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def settings_of(name: str) -> dict[str, str]:
    """The variables that a file of `NAME=value` sets, those in comments too."""
    lines = (line.removeprefix("#") for line in text(name).splitlines())
    found = (re.fullmatch(r"([A-Z][A-Z0-9_]+)=(.*)", line) for line in lines)
    return {line[1]: line[2] for line in found if line}


def containers() -> dict[str, dict[str, Any]]:
    services: dict[str, dict[str, Any]] = yaml.safe_load(text("compose.yml"))["services"]
    return services


def test_every_variable_is_a_setting_and_the_example_can_be_read() -> None:
    known = {variable(field) for field in Settings.__struct_fields__}
    given = settings_of("watchbell.env")
    ours = {name for name in given if not OTHERS.match(name)}
    assert ours <= known, sorted(ours - known)
    taken = {k: v for k, v in given.items() if k.startswith(PREFIX) or k.lower() in PLAIN}
    read_settings(taken)
    for name, container in containers().items():
        named = {one for one in container.get("environment", {}) if not OTHERS.match(one)}
        assert named <= known, (name, sorted(named - known))


def commands() -> list[list[str]]:
    """Every command line of ours that a unit or a container starts."""
    found = []
    for unit in (DEPLOY / "systemd").iterdir():
        started = re.findall(r"^ExecStart=\S*/watchbell (.+)$", unit.read_text(), re.MULTILINE)
        assert len(started) == 1, relative(unit)
        lanes = ("critical", "others", "pictures") if "@" in unit.name else ("",)
        found += [started[0].replace("%i", lane).split() for lane in lanes]
    return found + [one["command"] for one in containers().values() if "build" in one]


def test_every_command_that_is_started_is_one_of_ours() -> None:
    assert len(commands()) == 9
    for words in commands():
        command = main.commands[words[0]]
        command.make_context(words[0], list(words[1:]), parent=click.Context(main))
    with pytest.raises(click.BadParameter):
        main.commands["work"].make_context("work", ["--lane", "fast"], parent=click.Context(main))


def expressions() -> list[str]:
    """Every question to Prometheus."""
    groups = yaml.safe_load(text("prometheus/alerts.yml"))["groups"]
    rules = [rule["expr"] for group in groups for rule in group["rules"]]
    panels = json.loads(text("grafana.json"))["panels"]
    return rules + [target["expr"] for panel in panels for target in panel["targets"]]


def test_every_metric_exists_with_its_labels_and_every_value_may_come() -> None:
    assert MAKERS
    made = {
        name: {*collector._labelnames}  # type: ignore[attr-defined]
        for name, collector in REGISTRY._names_to_collectors.items()
        if name.startswith("watchbell_")
    }
    routes = json.loads((ROOT / "api_spec" / "openapi.json").read_bytes())["paths"]
    assert api_spec
    codes = {one.code for one in _all(Problem) if hasattr(one, "code")}
    may_be = {
        "lane": set(Lane),
        "state": {*pulse.STATES, "troubled"},
        "route": set(routes),
        "code": codes,
        "method": {"POST"},
        "status": {"503"},
    }
    for expression in expressions():
        named = METRIC.findall(expression)
        assert named, expression
        assert set(named) <= set(made), (expression, set(named) - set(made))
        labels = set.union(*(made[name] for name in named)) | {"le"}
        for label, _, values in MATCHER.findall(expression):
            assert label in labels, (expression, label)
            assert set(values.split("|")) <= may_be[label], (expression, values)  # type: ignore[operator]
        for grouped in re.findall(r"\bby \(([^)]*)\)", expression):
            assert {one.strip() for one in grouped.split(",")} <= labels, expression


def _all(kind: type[Problem]) -> set[type[Problem]]:
    return {kind}.union(*(_all(one) for one in kind.__subclasses__()))


def test_the_panels_and_alerts_speak_of_everything_that_we_count() -> None:
    counted = {name for name in REGISTRY._names_to_collectors if name.startswith("watchbell_")}
    asked = " ".join(expressions())
    silent = {
        name
        for name in counted
        if not re.search(rf"\b{re.sub(r'_(total|created)$', '', name)}", asked)
    }
    assert not {name for name in silent if not name.endswith(("_count", "_sum", "_created"))}


def test_neighbours_are_told_one_story() -> None:
    paths = json.loads((ROOT / "api_spec" / "openapi.json").read_bytes())["paths"]
    asked = re.findall(r"^\s*option httpchk GET (\S+)$", text("haproxy.cfg"), re.MULTILINE)
    assert asked
    assert set(asked) <= set(paths)
    master = re.search(r"^sentinel monitor (\S+)", text("sentinel.conf"), re.MULTILINE)
    assert master is not None
    assert settings_of("watchbell.env")["REDIS_URL"].endswith(f"/{master[1]}")
    agreed = yaml.safe_load(text("patroni.yml"))["bootstrap"]["dcs"]
    # Patroni asks that; and an answered press is on two disks.
    assert agreed["ttl"] >= agreed["loop_wait"] + 2 * agreed["retry_timeout"]
    assert agreed["synchronous_mode"] is True
    assert agreed["postgresql"]["parameters"]["synchronous_commit"] == "on"
