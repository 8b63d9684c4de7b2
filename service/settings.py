"""Everything that an operator may set, as one checked struct.

Read once at start from the environment. A wrong value names itself and stops the start: a
service that runs with half of its settings is worse than one that does not run.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

PREFIX = "WATCHBELL_"

# Names that other programs already know them by carry no prefix.
PLAIN = {"database_url", "database_direct_url", "database_owner_url", "redis_url", "blob_url"}


class WrongSetting(Exception):
    """A setting has a value that cannot be used; the text names the variable."""


def default_data() -> Path:
    """Where the embedded databases live when nobody says otherwise.

    Root gets the system's place: PostgreSQL refuses to run as root, and the user that it runs
    as could not look into a home folder.
    """
    if os.geteuid() == 0:
        return Path("/var/lib/watchbell")
    state = os.environ.get("XDG_STATE_HOME")
    return (Path(state) if state else Path.home() / ".local" / "state") / "watchbell"


_Gateway = Annotated[str, Meta(pattern=r"^(\w+://\S+)?$(?!\n)")]
_Url = Annotated[str, Meta(pattern=r"^https://[^\s/]+(/[^\s/]+)*$(?!\n)")]
_OtherUrl = Annotated[str, Meta(pattern=r"^(https://\S+)?$(?!\n)")]
# Tiles by zoom, column and row, of one host: its name goes into the pages' policy as it stands.
_TILE = r"(?=\S*\{z\})(?=\S*\{x\})(?=\S*\{y\})"
_Tiles = Annotated[
    str, Meta(pattern=rf"^(https?://[A-Za-z0-9.-]+(:[0-9]{{1,5}})?/{_TILE}[^\s'\"<>;,]*)?$(?!\n)")
]
# Keys travel under TLS, or to an agent of the key service on this machine.
_KeyService = Annotated[
    str,
    Meta(pattern=r"^(https://\S+|http://(127\.0\.0\.1|\[::1\]|localhost)(:[0-9]+)?/\S*)?$(?!\n)"),
]
_Word = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_.\-]*$(?!\n)")]
_Contact = Annotated[str, Meta(pattern=r"^((mailto:[^\s@]+@|https://)[^\s@]+)?$(?!\n)")]
# Whole hosts, or `*.` before a domain of two labels at least; a port where it is not 443.
_HOST = r"(\*\.)?([a-z0-9-]+\.)+[a-z0-9-]+(:[0-9]{1,5})?"
_Hosts = Annotated[str, Meta(pattern=rf"^({_HOST}(,{_HOST})*)?$(?!\n)")]


# Roles that sign in with a second factor; `none` for no role at all.
_Roles = Annotated[str, Meta(pattern=r"^(none|[a-z_]+(,[a-z_]+)*)$(?!\n)")]


_Issuer = Annotated[
    str, Meta(pattern=r"^((https://|http://127\.0\.0\.1(:[0-9]{1,5})?(?=/|$))\S*)?$(?!\n)")
]


class PushSettings(Struct, frozen=True, kw_only=True):
    """What the settings say of the channels. An empty key, account or gateway leaves one out."""

    text_gateway: _Gateway = ""
    voice_gateway: _Gateway = ""
    wecom_gateway: _Gateway = ""
    dingtalk_gateway: _Gateway = ""

    apns_key_file: str = ""
    apns_key_id: _Word = ""
    apns_team_id: _Word = ""
    apns_topic: _Word = ""
    apns_critical: bool = False
    apns_url: _Url = "https://api.push.apple.com"
    apns_sandbox_url: _Url = "https://api.sandbox.push.apple.com"
    apns_ca_file: str = ""

    fcm_allowed: bool = False
    fcm_account_file: str = ""
    fcm_url: _Url = "https://fcm.googleapis.com"
    fcm_token_url: _OtherUrl = ""  # Else the one that the account file names.
    fcm_ca_file: str = ""

    huawei_project_id: _Word = ""
    huawei_category: _Word = "WORK"
    huawei_client_id: _Word = ""
    huawei_client_secret: str = ""
    huawei_account_file: str = ""
    huawei_receipts_user: str = ""
    huawei_receipts_secret: str = ""
    huawei_url: _Url = "https://push-api.cloud.huawei.com"
    huawei_token_url: _Url = "https://oauth-login.cloud.huawei.com/oauth2/v2/token"  # noqa: S105
    huawei_ca_file: str = ""

    web_push_key_file: str = ""
    web_push_contact: _Contact = ""
    # Of Chrome, Firefox, Safari and Edge.
    web_push_hosts: _Hosts = (
        "fcm.googleapis.com,*.push.services.mozilla.com,web.push.apple.com,*.notify.windows.com"
    )
    web_push_ca_file: str = ""


class Settings(PushSettings, frozen=True, kw_only=True, forbid_unknown_fields=True):
    r"""One field for each variable; see the operations guide for what they mean.

    Python's `$` also matches before a last newline, which a mounted secret often has: (?!\n)
    refuses it here, where it names itself.
    """

    data: str = ""
    host: str = "127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=65_535)] = 8080
    public_url: Annotated[str, Meta(pattern=r"^(https?://\S+)?$(?!\n)")] = ""
    demo: bool = False

    database_url: Annotated[str, Meta(pattern=r"^(postgres(ql)?://\S+)?$(?!\n)")] = ""
    database_direct_url: Annotated[str, Meta(pattern=r"^(postgres(ql)?://\S+)?$(?!\n)")] = ""
    database_owner_url: Annotated[str, Meta(pattern=r"^(postgres(ql)?://\S+)?$(?!\n)")] = ""
    redis_url: Annotated[
        str, Meta(pattern=r"^((redis|rediss|redis\+sentinel|unix)://\S+)?$(?!\n)")
    ] = ""
    blob_url: Annotated[str, Meta(pattern=r"^((s3|file)://\S+)?$(?!\n)")] = ""
    database_pool: Annotated[int, Meta(ge=2, le=200)] = 10
    pooler_between: bool = False

    key_file: str = ""
    key_folder: str = ""
    key_service_url: _KeyService = ""
    key_service_token_file: str = ""
    key_service_ca_file: str = ""
    register_key_file: str = ""
    access_token_s: Annotated[int, Meta(ge=60, le=3600)] = 900
    refresh_token_s: Annotated[int, Meta(ge=3600, le=90 * 86_400)] = 14 * 86_400

    second_factor_roles: _Roles = "administrator,duty_leader,dispatcher,reviewer,inspector"

    # A provider of OpenID Connect; on loopback it may speak plain HTTP.
    sign_on_issuer: _Issuer = ""
    sign_on_client_id: str = ""
    sign_on_secret_file: str = ""
    sign_on_scope: Annotated[str, Meta(pattern=r"^openid( [!-~]+)*$(?!\n)")] = "openid profile"
    sign_on_name_claim: _Word = "preferred_username"
    sign_on_roles_file: str = ""

    body_bytes_max: Annotated[int, Meta(ge=4096, le=64 * 1024 * 1024)] = 256 * 1024
    sockets_max: Annotated[int, Meta(ge=10, le=100_000)] = 10_000
    sockets_each_max: Annotated[int, Meta(ge=1, le=1000)] = 30
    requests_max: Annotated[int, Meta(ge=10, le=10_000)] = 500
    alarm_connections: Annotated[int, Meta(ge=1, le=50)] = 2
    rate_limits: bool = True

    watching_max: Annotated[int, Meta(ge=0, le=1000)] = 20

    router_url: Annotated[str, Meta(pattern=r"^(https?://\S+)?$(?!\n)")] = ""
    router_kind: Annotated[str, Meta(pattern=r"^(osrm|valhalla)$(?!\n)")] = "osrm"
    router_wait_ms: Annotated[int, Meta(ge=10, le=5000)] = 400

    warm_cameras_max: Annotated[int, Meta(ge=0, le=2000)] = 40
    warm_busy_percent: Annotated[int, Meta(ge=1, le=100)] = 25
    warm_ahead_percent: Annotated[int, Meta(ge=0, le=100)] = 20
    warm_host: str = "127.0.0.1"
    cameras_on_loopback: bool = False

    # Who says who a citizen is; the test one believes anybody, and only where a demo runs.
    identity_verifier: Annotated[str, Meta(pattern=r"^(none|token|test)$(?!\n)")] = "none"
    identity_verifier_url: _KeyService = ""

    # Processes that decode recordings for reviewers, in each program of ours.
    review_processes: Annotated[int, Meta(ge=1, le=16)] = 2

    # Below it lie the folders of segments that recorders write here; else there are none.
    recordings_folder: str = ""
    # Working copies of recordings that are looked at, below the data folder.
    copies_mb_max: Annotated[int, Meta(ge=100, le=100_000_000)] = 20_000

    map_file: str = ""
    tiles_url: _Tiles = ""
    tiles_crs: Annotated[str, Meta(pattern=r"^(wgs84|gcj02)$(?!\n)")] = "wgs84"
    map_lat: Annotated[float, Meta(ge=-85, le=85)] = 35.0
    map_lon: Annotated[float, Meta(ge=-180, le=180)] = 105.0
    map_zoom: Annotated[float, Meta(ge=1, le=20)] = 4.0

    utc_offset_min: Annotated[int, Meta(ge=-14 * 60, le=14 * 60)] = 480

    log_level: Annotated[str, Meta(pattern=r"^(debug|info|warning|error)$(?!\n)")] = "info"

    @property
    def data_folder(self) -> Path:
        """The folder that the embedded databases and local pictures own."""
        return Path(self.data).absolute() if self.data else default_data()

    @property
    def second_factor_asked(self) -> frozenset[str]:
        """The roles that sign in with a second factor."""
        return frozenset(self.second_factor_roles.split(",")) - {"none"}

    @property
    def direct_url(self) -> str:
        """Where LISTEN connects: past any pooler."""
        return self.database_direct_url or self.database_url

    @property
    def owner_url(self) -> str:
        """Where migrations connect: past any pooler, as the owner of the tables."""
        return self.database_owner_url or self.direct_url


def variable(field: str) -> str:
    """The environment variable that sets field."""
    return field.upper() if field in PLAIN else PREFIX + field.upper()


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Settings from these variables. Raises WrongSetting for a wrong value or unknown name."""
    fields = {variable(name): name for name in Settings.__struct_fields__}
    unknown = [n for n in environment if n.startswith(PREFIX) and n not in fields]
    unknown = [n for n in unknown if n not in OTHERS]
    if unknown:
        raise WrongSetting(f"{min(unknown)} is not a setting of Watchbell")
    given = {fields[name]: value for name, value in environment.items() if name in fields}
    given = {name: value for name, value in given.items() if value != ""}
    for name in given:
        try:
            msgspec.convert({name: given[name]}, Settings, strict=False)
        except msgspec.ValidationError as error:
            reason = str(error).split(" - ")[0]
            raise WrongSetting(f"{variable(name)} cannot be used: {reason}") from error
    return msgspec.convert(given, Settings, strict=False)


# Read by the start script and the tests, not by the service.
OTHERS = frozenset({"WATCHBELL_VENV", "WATCHBELL_CHROMIUM", "WATCHBELL_MEDIA", "WATCHBELL_PEERS"})


def as_environment(settings: Settings) -> dict[str, str]:
    """The variables that give these settings again, for a child process."""
    default = Settings()
    shown: dict[str, str] = {}
    for name in Settings.__struct_fields__:
        value = getattr(settings, name)
        if value != getattr(default, name):
            shown[variable(name)] = str(value).lower() if isinstance(value, bool) else str(value)
    return shown
