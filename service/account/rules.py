"""Who may administer which account, and give what."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from service.account.wire import EndsBefore, MoreThanHeld
from service.centre.wire import UnknownArea
from service.identity.wire import Held, NewGrant, Role, Who
from service.platform.sign_on import MappedRole

Lineages = Mapping[str, Sequence[str]]


def holding(held: Iterable[Held], now: datetime) -> list[Held]:
    """The grants that have not ended."""
    return [grant for grant in held if grant.until_at is None or grant.until_at > now]


def may_administer(who: Who, held: Sequence[Held], lineages: Lineages, now: datetime) -> bool:
    """Whether all that an account holds lies in the areas of an administrator.

    Who gives a password may sign in with it, so none of it may lie beyond. One that holds nothing
    any more belongs to where it held something.
    """
    counted = holding(held, now) or held
    return bool(counted) and all(
        who.sees(lineages.get(grant.area_code, ()), [Role.ADMINISTRATOR]) for grant in counted
    )


def check_given(
    own: Sequence[Held], grants: Sequence[NewGrant], lineages: Lineages, now: datetime
) -> None:
    """Raises UnknownArea, EndsBefore, MoreThanHeld: an administrator gives what he holds, at most.

    A role below his own area, that ends when his own does, or before.
    """
    mine = [grant for grant in holding(own, now) if grant.role is Role.ADMINISTRATOR]
    for at, grant in enumerate(grants):
        line = lineages.get(grant.area_code)
        if line is None:
            raise UnknownArea(field=f"roles[{at}].area_code")
        if grant.until_at is not None and grant.until_at <= now:
            raise EndsBefore(field=f"roles[{at}].until_at")
        within = [one for one in mine if one.area_code in line]
        if not within:
            raise MoreThanHeld(field=f"roles[{at}].area_code")
        if not any(_lasts(one, grant) for one in within):
            raise MoreThanHeld(field=f"roles[{at}].until_at")


def is_as_seen(
    held: Iterable[Held], within: Collection[str], seen: Collection[UUID], now: datetime
) -> bool:
    """Whether what has not ended of an account's grants in some areas is what somebody has seen."""
    standing = {grant.grant_id for grant in holding(held, now) if grant.area_code in within}
    return standing == set(seen)


def _lasts(own: Held, given: NewGrant) -> bool:
    if own.until_at is None:
        return True
    return given.until_at is not None and given.until_at <= own.until_at


# How a second factor is called in `amr` (RFC 8176).
_SECOND_FACTORS = frozenset({"mfa", "otp", "hwk", "sc"})
_NAME_MAX = 60


def name_of(claims: Mapping[str, Any], claim: str) -> str | None:
    """What an account that is made for these claims is called; None where they may not say so.

    An e-mail counts only where the provider has verified it: else anybody claims anybody's.
    """
    name = claims.get(claim)
    if not isinstance(name, str) or not 0 < len(name) <= _NAME_MAX or not name.isprintable():
        return None
    verified = claim != "email" or claims.get("email_verified") is True
    return name if verified else None


def mapped(claims: Mapping[str, Any], mapping: Iterable[MappedRole]) -> list[NewGrant]:
    """The roles that claims give: what no line of the mapping names gives nothing."""
    found: dict[tuple[str, str], NewGrant] = {}
    for line in mapping:
        said = claims.get(line.claim)
        values = said if isinstance(said, list) else [said]
        if line.value in values:
            grant = NewGrant(role=Role(line.role), area_code=line.area_code)
            found[line.role, line.area_code] = grant
    return list(found.values())


def is_proved(claims: Mapping[str, Any]) -> bool:
    """Whether the provider says that a second factor was shown to it."""
    said = claims.get("amr")
    return isinstance(said, list) and not _SECOND_FACTORS.isdisjoint(map(str, said))
