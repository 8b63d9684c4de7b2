"""Citizens sign in by a code that is sent to their telephone; nothing else is asked of them.

A code is good for ten minutes and five tries. Whether a number is known is never told: a code goes
to each. An account that has any other role is never opened this way.
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from service.core import masked
from service.core.ids import new_id
from service.core.problem import Fault, Problem
from service.identity import actions, brakes, sessions, store
from service.identity.wire import (
    NewAccount,
    NewGrant,
    Origin,
    Role,
    Session,
)
from service.platform.asks import Errand, for_system
from service.platform.db import Connection
from service.platform.house import House
from service.platform.push import Outcome, PhoneNumber, Ring


class NoTexts(Problem):
    """No gateway for text messages is set up: come to the counter."""

    code = "identity.no_texts"
    fault = Fault.UNAVAILABLE


class NotSent(Problem):
    """The text message could not be sent just now; try again in a moment."""

    code = "identity.not_sent"
    fault = Fault.UNAVAILABLE


class WrongPhoneCode(Problem):
    """This code is wrong, was used already, or its time is over."""

    code = "identity.wrong_phone_code"
    fault = Fault.UNSIGNED


NUMBER = "phone_code.number"
CODE_LIFE = timedelta(minutes=10)
_TRIES_MOST = 5
_TEXT = "text"
_WORDS = "平安铃验证码 {code},10 分钟内有效,请勿告知他人。Watchbell code {code}, valid 10 minutes."


@for_system(Errand.SIGN_IN)
async def send_code(house: House, number: str, origin: Origin) -> datetime:
    """Send a code to a telephone; until when it is good. Raises Braked, NoTexts, NotSent."""
    channel = house.channels.get(_TEXT)
    if channel is None:
        raise NoTexts
    now = house.clock.now()
    code, code_id = f"{secrets.randbelow(10**6):06}", new_id(now)
    plain = actions.number_index(number)
    async with house.db.transaction() as connection:
        brake = await brakes.for_name(house, connection, "text", plain, origin, now)
        await brake.take(connection, now)
        # Each code costs its address too, so that nobody has texts sent to a whole city.
        await brake.failed(connection, now)
        sealed, index = house.seal.close(number, NUMBER), house.seal.index(plain, NUMBER)
        until = now + CODE_LIFE
        await store.add_phone_code(
            connection, code_id, sealed, index, _digest(house, code_id, code), now, until
        )
    words = _WORDS.format(code=code)
    ring = Ring(task_id=code_id, words=words, expires_at=until)
    answer = await channel.send(ring, PhoneNumber(number))
    if answer.outcome not in (Outcome.ACCEPTED, Outcome.UNKNOWN):
        raise NotSent
    return until


@for_system(Errand.SIGN_IN)
async def sign_in(
    house: House, number: str, code: str, areas: Sequence[str], origin: Origin
) -> Session:
    """Sign in by the newest code of a number; a citizen's account is made where there is none.

    `areas` are those in which a new citizen may ask. Raises Braked, WrongPhoneCode.
    """
    now = house.clock.now()
    plain = actions.number_index(number)
    async with house.db.transaction() as connection:
        brake = await brakes.for_name(house, connection, "phone_code", plain, origin, now)
        await brake.take(connection, now)
    session = None
    async with house.transaction() as connection:
        held = await store.phone_code(connection, house.seal.indexes(plain, NUMBER), now)
        if held is not None and held.tries < _TRIES_MOST:
            await store.try_phone_code(connection, held.code_id)
            if hmac.compare_digest(held.code_digest, _digest(house, held.code_id, code)):
                await store.forget_phone_codes_of(connection, house.seal.indexes(plain, NUMBER))
                await brake.free(connection)
                account_id = await _account(house, connection, number, areas, origin)
                session = await sessions.start(house, connection, account_id, origin, now)
        if session is None:
            await brake.failed(connection, now)
    if session is None:
        raise WrongPhoneCode(field="code")
    return session


async def _account(
    house: House, connection: Connection, number: str, areas: Sequence[str], origin: Origin
) -> UUID:
    """The citizen's account of a number, made where there is none."""
    index = house.seal.indexes(actions.number_index(number), actions.PHONE)
    await store.lock_number(connection, index[0])
    found = await store.citizen_by_number(connection, index)
    if found is not None:
        return found
    name = f"citizen-{secrets.token_hex(8)}"
    new = NewAccount(
        name=name,
        display=masked.number(number),
        # Nobody knows it: this account is opened by codes alone.
        password=secrets.token_urlsafe(32),
        roles=[NewGrant(role=Role.CITIZEN, area_code=area_code) for area_code in areas],
        phone_number=number,
    )
    return await actions.add_account(house, connection, new, origin=origin)


def _digest(house: House, code_id: UUID, code: str) -> bytes:
    """What is kept of a code: keyed, since a million codes are soon tried."""
    key = house.seal.key_for("phone_code.digest")
    return hmac.digest(key, code_id.bytes + code.encode(), hashlib.sha256)
