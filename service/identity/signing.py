"""Signing in: a password, then what else is asked, step by step.

After a right password either a session begins, or the next step is told with a challenge: a
secret that is good for this step of this sign-in alone, for a few minutes.
"""

import hmac
import secrets
from datetime import datetime
from uuid import UUID

from msgspec import structs

from service.core.ids import new_id
from service.core.problem import Problem
from service.identity import brakes, factor, passwords, rules, security, sessions, store
from service.identity.rows import SignInRow, Standing
from service.identity.wire import (
    CodeNeeded,
    DemoOnly,
    FactorConfirmed,
    FactorMissing,
    FactorShown,
    NotSignedIn,
    Origin,
    PasswordOnce,
    SecurityKind,
    Session,
    SignInOver,
    Step,
    WeakPassword,
    WrongCode,
    WrongLogin,
)
from service.platform.asks import Errand, for_system
from service.platform.db import Connection
from service.platform.house import House

# What each door of a sign-in may be refused with.
REFUSALS = (CodeNeeded, PasswordOnce, FactorMissing, SignInOver)


@for_system(Errand.SIGN_IN)
async def sign_in(house: House, name: str, password: str, origin: Origin) -> Session:
    """Check a password and start a session.

    Raises Braked, WrongLogin, DemoOnly, and what is asked next with its `challenge`.
    """
    now = house.clock.now()
    async with house.db.transaction() as connection:
        brake = await brakes.for_name(house, connection, "password", name, origin, now)
        await brake.take(connection, now)
        login = await store.account_by_name(connection, name)
    # An unknown name costs the same time as a wrong password.
    right = await passwords.matches(login.password_hash if login else None, password)
    async with house.transaction() as connection:
        now = house.clock.now()
        if login is None or not right:
            await brake.failed(connection, now)
            account_id = login.account_id if login else None
            await security.note(connection, now, SecurityKind.FAILED, account_id, origin)
        else:
            await brake.free(connection)
            if not login.demo or house.settings.demo:
                next_one = await go_on(house, connection, login.account_id, origin, now)
    if login is None or not right:
        raise WrongLogin
    if login.demo and not house.settings.demo:
        raise DemoOnly
    return _told(next_one)


@for_system(Errand.SIGN_IN)
async def give_code(house: House, shown: str, code: str, origin: Origin) -> Session:
    """Show the second factor. Raises Braked, SignInOver, WrongCode, and what is asked next."""
    now = house.clock.now()
    async with house.transaction() as connection:
        held, account = await held_at(connection, shown, Step.CODE, now)
        brake = await brakes.for_name(house, connection, "code", account.name, origin, now)
        await brake.take(connection, now)
        proof = await factor.prove(house, connection, held.account_id, code, now)
        if proof is None:
            await _count_wrong(connection, held, brake, origin, now)
        else:
            await brake.free(connection)
            if proof is factor.Proof.RECOVERY:
                kind = SecurityKind.RECOVERY_USED
                await security.note(connection, now, kind, held.account_id, origin)
            next_one = await go_on(
                house, connection, held.account_id, origin, now, proved=True, over=held
            )
    if proof is None:
        raise WrongCode(field="code")
    return _told(next_one)


@for_system(Errand.SIGN_IN)
async def give_password(house: House, shown: str, password: str, origin: Origin) -> Session:
    """Choose a password in place of one that was given.

    Raises SignInOver, WeakPassword, and what is asked next.
    """
    async with house.db.transaction() as connection:
        now = house.clock.now()
        held, account = await held_at(connection, shown, Step.PASSWORD, now)
    passwords.check(password, account.name)
    if await passwords.matches(account.password_hash, password):
        raise WeakPassword("This is the one that was given to you.", field="password")
    password_hash = await passwords.hashed(password)
    async with house.transaction() as connection:
        now = house.clock.now()
        held, account = await held_at(connection, shown, Step.PASSWORD, now)
        await store.set_password(connection, held.account_id, password_hash, once=False)
        kind = SecurityKind.PASSWORD_CHANGED
        await security.note(connection, now, kind, held.account_id, origin)
        # Whoever has a factor has shown it before he was asked for a password.
        proved = account.has_factor
        next_one = await go_on(
            house, connection, held.account_id, origin, now, proved=proved, over=held
        )
    return _told(next_one)


@for_system(Errand.SIGN_IN)
async def show_factor(house: House, shown: str) -> FactorShown:
    """A new secret for an authenticator, in place of one that was not confirmed.

    Raises SignInOver.
    """
    now, secret = house.clock.now(), factor.new_secret()
    async with house.db.transaction() as connection:
        held, account = await held_at(connection, shown, Step.ENROL, now)
        sealed = house.seal.close(secret, factor.WAITING)
        await store.keep_factor(connection, held.sign_in_id, sealed)
    return factor.shown(secret, account.name)


@for_system(Errand.SIGN_IN)
async def confirm_factor(house: House, shown: str, code: str, origin: Origin) -> FactorConfirmed:
    """Confirm the secret by its first code, and be signed in. Raises SignInOver, WrongCode."""
    now = house.clock.now()
    codes: list[str] | None = None
    async with house.transaction() as connection:
        held, secret, step = await first_code(house, connection, shown, code, now)
        if step is not None:
            codes = await factor.enrol(house, connection, held.account_id, secret, step, now)
            await store.end_sign_in(connection, held.sign_in_id)
        if codes is not None:
            kind = SecurityKind.FACTOR_ENROLLED
            await security.note(connection, now, kind, held.account_id, origin)
            session = await sessions.start(house, connection, held.account_id, origin, now)
    if step is None:
        raise WrongCode(field="code")
    if codes is None:
        raise SignInOver
    return FactorConfirmed(session=session, recovery_codes=codes)


async def first_code(
    house: House,
    connection: Connection,
    shown: str,
    code: str,
    now: datetime,
    *,
    whose: UUID | None = None,
) -> tuple[SignInRow, str, int | None]:
    """The factor that waits, its secret, and the step of a right code; a wrong one is counted.

    `whose` it has to be, where somebody is signed in. Raises SignInOver.
    """
    held, _ = await held_at(connection, shown, Step.ENROL, now)
    if held.factor_sealed is None or whose not in (None, held.account_id):
        raise SignInOver
    secret = house.seal.open(held.factor_sealed, factor.WAITING)
    step = factor.step_of(secret, code, now, last_step=0)
    if step is None:
        await store.count_try(connection, held.sign_in_id)
    return held, secret, step


async def go_on(
    house: House,
    connection: Connection,
    account_id: UUID,
    origin: Origin,
    now: datetime,
    *,
    proved: bool = False,
    by_password: bool = True,
    over: SignInRow | None = None,
) -> Session | Problem:
    """The session, or what is asked before it begins: to be raised when this is committed.

    `over` is the step that was just taken; `proved` says that a second factor was shown. Who did
    not come by a password is not asked to change it.
    """
    if over is not None:
        await store.end_sign_in(connection, over.sign_in_id)
    account = await store.account_by_id(connection, account_id, now)
    if account is None:
        return SignInOver()
    required = house.settings.second_factor_asked
    if not by_password:
        account = structs.replace(account, password_once=False)
    step = rules.next_step(account, required, demo=house.settings.demo, proved=proved)
    if step is None:
        return await sessions.start(house, connection, account_id, origin, now)
    return _asked(step, await challenge(connection, account_id, step, now))


async def challenge(connection: Connection, account_id: UUID, step: Step, now: datetime) -> str:
    """Begin a step; the secret that is good for it alone."""
    sign_in_id, secret = new_id(now), secrets.token_urlsafe(32)
    until = now + rules.SIGN_IN_LIFE
    await store.forget_sign_ins(connection, now)
    await store.start_sign_in(
        connection, sign_in_id, account_id, sessions.digest(secret), step, until
    )
    return f"{sign_in_id.hex}.{secret}"


def _asked(step: Step, shown: str) -> Problem:
    if step is Step.CODE:
        return CodeNeeded(challenge=shown)
    if step is Step.PASSWORD:
        return PasswordOnce(challenge=shown)
    return FactorMissing(challenge=shown)


def _told(next_one: Session | Problem) -> Session:
    if isinstance(next_one, Problem):
        raise next_one
    return next_one


async def held_at(
    connection: Connection, shown: str, step: Step, now: datetime
) -> tuple[SignInRow, Standing]:
    """The sign-in of a challenge that is at this step, locked. Raises SignInOver."""
    try:
        sign_in_id, secret = sessions.split(shown)
    except NotSignedIn as error:
        raise SignInOver from error
    held = await store.sign_in_by_id(connection, sign_in_id)
    if (
        held is None
        or not hmac.compare_digest(held.secret_hash, sessions.digest(secret))
        or held.expires_at <= now
        or held.tries >= rules.CODE_TRIES_MAX
        or held.step is not step
    ):
        raise SignInOver
    account = await store.account_by_id(connection, held.account_id, now)
    if account is None:
        raise SignInOver
    return held, account


async def _count_wrong(
    connection: Connection, held: SignInRow, brake: brakes.Brake, origin: Origin, now: datetime
) -> None:
    await store.count_try(connection, held.sign_in_id)
    await brake.failed(connection, now)
    kind = SecurityKind.CODE_FAILED
    await security.note(connection, now, kind, held.account_id, origin)
