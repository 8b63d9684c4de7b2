"""Reads a file of SQL: every statement follows a line `-- name: word`."""

from importlib import resources


def read_statements(file_name: str) -> dict[str, str]:
    """The statements of a file beside the agent, by name."""
    text = (resources.files("kiosk_client.agent") / file_name).read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for part in text.split("-- name: ")[1:]:
        name, _, rest = part.partition("\n")
        lines = [line for line in rest.splitlines() if line and not line.startswith("--")]
        found[name.strip()] = "\n".join(lines).rstrip(";")
    return found
