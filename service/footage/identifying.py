"""An applicant shows who he is by a token; at a counter a person looks at the card instead."""

from uuid import UUID

from service.core.problem import Invalid
from service.footage import actions, filing, moves, show
from service.footage.cards import SeenCard, ShownIdentity
from service.footage.refusals import MissingVerifier, NotVerifiedNow, OtherPerson
from service.footage.wire import (
    Entry,
    EventKind,
    IdentityHow,
    OwnFootageRequest,
    WholeFootageRequest,
)
from service.identity.wire import Who
from service.platform.house import House
from service.platform.verifier import NotVerified, VerifierAway


async def identify(
    house: House, who: Who, footage_id: UUID, shown: ShownIdentity
) -> OwnFootageRequest:
    """Check who applies by a token. Raises NotFound, MissingVerifier, OtherPerson, NotVerifiedNow.

    The name must be the one that was given: else somebody asks in another's name.
    """
    if house.verifier is None:
        raise MissingVerifier
    async with house.db.reading() as connection:
        row = await actions.mine(connection, who, footage_id)
    try:
        verified = await house.verifier.verify(shown.token)
    except NotVerified as error:
        raise Invalid("This token is nobody's.", field="token") from error
    except VerifierAway as error:
        raise NotVerifiedNow from error
    if verified.name != show.person(house, row).name:
        raise OtherPerson(field="token")
    now = house.clock.now()
    async with house.transaction() as connection:
        row = await actions.mine(connection, who, footage_id, locked=True)
        if row.identity_at is None and row.ended_at is None:
            how = IdentityHow(house.verifier.kind)
            number = verified.id_number
            await moves.keep_identity(house, connection, row, number, how, now)
            entry = Entry(EventKind.IDENTIFIED, filing.APPLICANT, {"how": how})
            row = await filing.announce(house, connection, footage_id, [entry])
            row = await moves.go_on(house, connection, row, now)
    return show.own(house, row)


async def check_card(
    house: House, who: Who, footage_id: UUID, seen: SeenCard
) -> WholeFootageRequest:
    """Keep whose card somebody of the office has seen, however far the request is.

    So what an emergency put off is made up for (PIPL, article 18). Raises NotFound.
    """
    now = house.clock.now()
    async with house.transaction() as connection:
        row = await actions.seen(connection, who, footage_id, locked=True)
        if row.identity_at is None and row.ended_at is None:
            how = IdentityHow.COUNTER
            await moves.keep_identity(house, connection, row, seen.id_number, how, now)
            entry = Entry(EventKind.IDENTIFIED, who.display, {"how": how})
            row = await filing.announce(house, connection, footage_id, [entry])
            row = await moves.go_on(house, connection, row, now)
        return await actions.whole_of(house, connection, who, row)
