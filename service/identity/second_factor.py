"""One's own second factor, set up by who is signed in, or put in the place of the one there is."""

from datetime import datetime

from service.core.problem import Problem
from service.identity import factor, proving, security, sessions, signing, store
from service.identity.wire import (
    BeginFactor,
    FactorBegun,
    Origin,
    SecurityKind,
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
    brake, right = await proving.own_password(house, who, said.password, origin)
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
    right = await proving.own_code(house, connection, who, code, origin, now)
    return None if right else WrongCode(field="code")


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
        held, secret, step = await signing.first_code(
            house, connection, shown, code, now, whose=who.account_id
        )
        if step is not None:
            await factor.reset(connection, who.account_id)
            codes = await factor.enrol(house, connection, who.account_id, secret, step, now)
            await store.end_sign_in(connection, held.sign_in_id)
            await sessions.end_all(house, connection, who.account_id, now, but=who.session_id)
            kind = SecurityKind.FACTOR_ENROLLED
            await security.note(connection, now, kind, who.account_id, origin)
    if codes is None:
        raise WrongCode(field="code")
    return codes
