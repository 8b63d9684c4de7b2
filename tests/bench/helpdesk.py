"""django-helpdesk out of its package: a form that a citizen fills in, as a user would pick it."""

import os
import re
import subprocess
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import asyncpg

from tests.bench import outside
from tests.bench.ground import answers, end, free_port
from tests.support.servers import Servers

_FORM = "/tickets/submit/"
_SITE = """\
SECRET_KEY, ALLOWED_HOSTS, ROOT_URLCONF, SITE_ID = "bench", ["127.0.0.1"], "bench_urls", 1
USE_TZ, STATIC_URL = True, "/static/"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
HELPDESK_TEAMS_MODE_ENABLED = False
INSTALLED_APPS = ["helpdesk", *(
    "django.contrib." + name for name in (
        "admin", "auth", "contenttypes", "sessions", "sites", "messages", "staticfiles", "humanize"
    )
)]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "APP_DIRS": True,
    "OPTIONS": {"context_processors": [
        "django.template.context_processors.request",
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
    ]},
}]
DATABASES = {"default": {
    "ENGINE": "django.db.backends.postgresql",
    "NAME": "helpdesk",
    "CONN_MAX_AGE": None,
    "OPTIONS": {"service": "bench"},
}}
"""
_URLS = """\
from django.urls import include, path
urlpatterns = [path("", include("helpdesk.urls", namespace="helpdesk"))]
"""
_SEED = """\
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from helpdesk.models import Queue
Queue.objects.create(slug="footage", title="Footage", allow_public_submission=True)
"""


@asynccontextmanager
async def helpdesk(servers: Servers, folder: Path) -> AsyncIterator[str]:
    """A running site, on a database of its own: its host. Raises NotHad."""
    python = str(outside.environment("helpdesk"))
    connection = await asyncpg.connect(servers.database_url)
    try:
        await connection.execute("CREATE DATABASE helpdesk")
    finally:
        await connection.close()
    program, port = _start(python, folder, servers.database("helpdesk"))
    try:
        await answers(f"http://127.0.0.1:{port}{_FORM}", program)
        yield f"127.0.0.1:{port}"
    finally:
        end(program)


def _start(python: str, folder: Path, url: str) -> "tuple[subprocess.Popen[bytes], int]":
    (folder / "bench_settings.py").write_text(_SITE)
    (folder / "bench_urls.py").write_text(_URLS)
    (folder / "services.conf").write_text(_service(url))
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "bench_settings",
        "PYTHONPATH": str(folder),
        "PGSERVICEFILE": str(folder / "services.conf"),
    }
    subprocess.run([python, "-c", _SEED], env=environment, cwd=folder, check=True)
    port, workers = free_port(), len(os.sched_getaffinity(0))
    program = subprocess.Popen(
        [
            *(python, "-m", "gunicorn", "--preload", "--workers", str(workers), "--threads", "4"),
            *("--keep-alive", "60", "--bind", f"127.0.0.1:{port}", "--log-level", "error"),
            "django.core.wsgi:get_wsgi_application()",
        ],
        env=environment,
        stdout=subprocess.DEVNULL,
        cwd=folder,
    )
    return program, port


def _service(url: str) -> str:
    """The address of a database as libpq's service file wants it."""
    parts = urlsplit(url)
    words = {"user": parts.username, "password": parts.password, "dbname": parts.path.strip("/")}
    words |= {"host": parts.hostname, "port": str(parts.port) if parts.port else None}
    words |= dict(pair.split("=", 1) for pair in parts.query.split("&") if pair)
    said = "".join(f"{name}={value}\n" for name, value in words.items() if value)
    return "[bench]\n" + said.replace("%2F", "/")


@cache
def _opened(host: str) -> tuple[HTTPConnection, str, str]:
    """A visitor with the form before him: his connection, his cookie, and the form's token."""
    connection = HTTPConnection(host, timeout=20)
    connection.request("GET", _FORM)
    answer = connection.getresponse()
    page = answer.read().decode()
    cookie = (answer.headers["Set-Cookie"] or "").partition(";")[0]
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found is not None, "the form has no token"
    return connection, cookie, found[1]


def file_ticket(host: str, number: int) -> float:
    """In a process of its own: how many seconds it took until a ticket was taken."""
    connection, cookie, token = _opened(host)
    body = urlencode(
        {
            "csrfmiddlewaretoken": token,
            "queue": "1",
            "title": f"A black bag, {number}",
            "body": "It was left before the school's gate between eight and nine.",
            "submitter_email": f"citizen{number}@example.com",
            "priority": "3",
        }
    )
    headers = {"cookie": cookie, "content-type": "application/x-www-form-urlencoded"}
    began = time.perf_counter()
    connection.request("POST", _FORM, body, headers)
    answer = connection.getresponse()
    said = answer.read()
    took = time.perf_counter() - began
    assert answer.status == 302, said[:300]
    return took
