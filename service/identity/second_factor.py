"""One's own second factor, set up by who is signed in, or put in the place of the one there is."""

from datetime import datetime

from service.core.problem import Problem
from service.identity import brakes, factor, passwords, security, sessions, signing, store
from service.identity.wire import (
    BeginFactor,
    FactorBegun,
    Origin,
    SecurityKind,
    SignInOver,
    Step,
    Who,
    WrongCode,
    WrongOldPassword,
)
from service.platform.asks import Errand, for_system
from service.platform.db import Connection
from service.platform.house import House


@for_system(Errand.SIGN_IN)
async def begin(house: House, who: Who, said: BeginFactor, origin: Origin) -> FactorBegun:
    """A secret for an authenticator, for the password and a code of the factor there is.

    Raises Braked, WrongOldPassword, WrongCode.
    """
    now = house.clock.now()
    async with house.db.transaction() as connection:
        brake = await brakes.for_name(house, connection, "password", who.name, origin, now)
        await brake.take(connection, now)
        login = await store.account_by_name(connection, who.name)
    right = await passwords.matches(login.password_hash if login else None, said.password)
    async with house.transaction() as connection:
        now = house.clock.now()
        if right:
            await brake.free(connection)
            refusal = await _unproven(house, connection, who, said.code, origin, now)
        else:
            await brake.failed(connection, now)
            await security.note(connection, now, SecurityKind.FAILED, who.account_id, origin)
            refusal = WrongOldPassword(field="password")
        if refusal is None:
            begun = await _begin(house, connection, who, now)
    # What was counted and noted stays.
    if refusal is not None:
        raise refusal
    return begun


async def _unproven(
    house: House, connection: Connection, who: Who, code: str, origin: Origin, now: datetime
) -> Problem | None:
    """Why the factor there is was not shown; None where it was, or where there is none."""
    if await store.factor_of(connection, who.account_id) is None:
        return None
    brake = await brakes.for_name(house, connection, "code", who.name, origin, now)
    await brake.take(connection, now)
    if await factor.prove(house, connection, who.account_id, code, now) is not None:
        await brake.free(connection)
        return None
    await brake.failed(connection, now)
    await security.note(connection, now, SecurityKind.CODE_FAILED, who.account_id, origin)
    return WrongCode(field="code")


async def _begin(house: House, connection: Connection, who: Who, now: datetime) -> FactorBegun:
    secret = factor.new_secret()
    challenge = await signing.challenge(connection, who.account_id, Step.ENROL, now)
    sealed = house.seal.close(secret, factor.WAITING)
    await store.keep_factor(connection, sessions.split(challenge)[0], sealed)
    shown = factor.shown(secret, who.name)
    return FactorBegun(challenge=challenge, secret=shown.secret, address=shown.address)


@for_system(Errand.SIGN_IN)
async def confirm(house: House, who: Who, shown: str, code: str, origin: Origin) -> list[str]:
    """Confirm the secret by its first code; the recovery codes. Every other session ends.

    Raises SignInOver, WrongCode.
    """
    codes: list[str] | None = None
    async with house.transaction() as connection:
        now = house.clock.now()
        held, _ = await signing.held_at(connection, shown, Step.ENROL, now)
        if held.account_id != who.account_id or held.factor_sealed is None:
            raise SignInOver
        secret = house.seal.open(held.factor_sealed, factor.WAITING)
        step = factor.step_of(secret, code, now, last_step=0)
        if step is None:
            await store.count_try(connection, held.sign_in_id)
        else:
            await factor.reset(connection, who.account_id)
            codes = await factor.enrol(house, connection, who.account_id, secret, step, now)
            await store.end_sign_in(connection, held.sign_in_id)
            await sessions.end_all(house, connection, who.account_id, now, but=who.session_id)
            kind = SecurityKind.FACTOR_ENROLLED
            await security.note(connection, now, kind, who.account_id, origin)
    if codes is None:
        raise WrongCode(field="code")
    return codes
