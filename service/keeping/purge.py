"""Deleting what is due, a few at a time, and proving it; whatever interrupts it, it goes on."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from service.alarm import actions as alarm
from service.audit import actions as audit
from service.bulletin import actions as bulletin
from service.centre import actions as centre
from service.core.ids import new_id
from service.dispatch import forgetting as dispatch
from service.footage import forgetting as footage
from service.found import forgetting as found
from service.identity import forgetting as identity
from service.incident import forgetting as incident
from service.keeping import rules, store
from service.keeping.wire import DataKind, Deletion, Keeping, Rule
from service.missing import forgetting as missing
from service.patrol import actions as patrol
from service.picture import forgetting as picture
from service.picture.wire import Outlived
from service.planning import forgetting as planning
from service.platform.db import Connection
from service.platform.house import House
from service.reviewing import forgetting as reviewing

_WORDS_AT_ONCE = 100
_FIXES_AT_ONCE = 5000
_EVENTS_AT_ONCE = 1000
# So many folders of the blob store are searched in one go.
_FOLDERS_AT_ONCE = 500
# Whoever opens an incident takes pictures of it for a minute; bytes come before their rows.
_SETTLED = timedelta(days=1)


# Deletes so many that ended before an instant; when each had ended.
Forget = Callable[
    [Connection, Sequence[str], datetime, datetime, int], Awaitable[Sequence[datetime]]
]


class Standing(Struct, frozen=True):
    """What holds at an instant: areas by rule for each kind, and what is spared."""

    now: datetime
    lineages: dict[str, list[str]]
    policies: dict[str, Keeping]
    held: set[UUID]
    named: dict[UUID, UUID]

    @property
    def tops(self) -> list[str]:
        """The areas that no other holds."""
        return [code for code, line in sorted(self.lineages.items()) if len(line) == 1]

    def areas_by(self, kind: DataKind) -> list[tuple[Rule, list[str]]]:
        """Areas, gathered by the rule that holds in them."""
        found: dict[tuple[object, ...], tuple[Rule, list[str]]] = {}
        for area_code, line in sorted(self.lineages.items()):
            rule = rules.rule_of(kind, line, self.policies)
            key = (rule.policy_id, rule.span.floor_days, rule.span.ceiling_days)
            found.setdefault(key, (rule, []))[1].append(area_code)
        return list(found.values())


async def purge(house: House) -> None:
    """One pass over everything that is kept."""
    standing = await _standing(house)
    for rule, areas in standing.areas_by(DataKind.TRACKS):
        await _tracks(house, standing, rule, areas)
    for rule, areas in standing.areas_by(DataKind.PERSONAL):
        await _words(house, standing, rule, areas)
        for forget in (_bulletins, _requests, missing.forget, found.forget):
            await _people(house, standing, rule, areas, forget)
    await _security_log(house, standing)
    await _register(house, standing)
    # Last: a store that takes no orders stops nothing else.
    for rule, areas in standing.areas_by(DataKind.PICTURES):
        await _pictures(house, standing, rule, areas)


async def _standing(house: House) -> Standing:
    now = house.clock.now()
    async with house.db.reading() as connection:
        policies = rules.in_force(await store.begun_policies(connection, now), now)
        return Standing(
            now=now,
            lineages=await centre.lineages(connection),
            policies=policies,
            held=await _held(connection, now),
            named=rules.named_sites(policies),
        )


async def _held(connection: Connection, now: datetime) -> set[UUID]:
    return await incident.with_merged(connection, await store.held(connection, now))


async def _pictures(house: House, standing: Standing, rule: Rule, areas: Sequence[str]) -> None:
    """What has served its purpose goes at the floor, everything at the ceiling."""
    now = standing.now
    while True:
        async with house.db.reading() as connection:
            held = await _held(connection, now)
            still_open = await incident.open_ids(connection)
            since = now - timedelta(days=rules.LAWFUL[DataKind.PICTURES][1])
            named = await incident.ids_at_sites(connection, list(standing.named), since)
            due: list[Outlived] = []
            for before, spared in (
                (rules.served_before(rule.span, now), held | still_open | named),
                (rules.any_before(rule.span, now), held | named),
            ):
                due = due or await picture.outlived(connection, areas, before, spared)
            span = rules.with_named(rule.span, named=True)
            for before, wanted in (
                (rules.served_before(span, now), named - held - still_open),
                (rules.any_before(span, now), named - held),
            ):
                due = due or await picture.outlived_of(connection, areas, before, wanted)
        if not due:
            return
        await picture.delete_bytes(house, due)
        async with house.db.transaction() as connection:
            await picture.forgotten(connection, due, now)
            at_named = any(one.incident_id in named for one in due)
            policies = _policies(rule, *standing.named.values() if at_named else ())
            await _prove(
                *(connection, now, DataKind.PICTURES, policies, areas, len(due)),
                instants=[one.planned_at for one in due],
                digests=[one.sha256 for one in due],
                incidents={one.incident_id for one in due},
            )


async def _tracks(house: House, standing: Standing, rule: Rule, areas: Sequence[str]) -> None:
    """Positions have no use but a replay's: they go at the ceiling, whatever is open."""
    now = standing.now
    before = rules.any_before(rule.span, now)
    while True:
        async with house.db.transaction() as connection:
            held = await dispatch.spans_of(connection, await _held(connection, now), now)
            gone = await patrol.forget_fixes(connection, areas, before, held, _FIXES_AT_ONCE)
            if not gone.count:
                return
            await _prove(
                *(connection, now, DataKind.TRACKS, _policies(rule), areas, gone.count),
                instants=[at for at in (gone.oldest_at, gone.newest_at) if at is not None],
                digests=[gone.digest],
            )


async def _words(house: House, standing: Standing, rule: Rule, areas: Sequence[str]) -> None:
    """What people wrote about an incident goes when it has been over for long enough."""
    now = standing.now
    before = rules.served_before(rule.span, now)
    while True:
        async with house.db.transaction() as connection:
            held = await _held(connection, now)
            gone = await incident.forget_words(connection, areas, before, now, held, _WORDS_AT_ONCE)
            if not gone:
                return
            ids = [one.incident_id for one in gone]
            await alarm.forget_words(connection, ids)
            await dispatch.forget_messages(connection, ids)
            await _prove(
                *(connection, now, DataKind.PERSONAL, _policies(rule), areas, len(gone)),
                instants=[one.closed_at for one in gone],
                incidents=set(ids),
            )


async def _people(
    house: House, standing: Standing, rule: Rule, areas: Sequence[str], forget: Forget
) -> None:
    """Who was asked for, sought, or found or received a thing: it goes when it has been over."""
    now = standing.now
    before = rules.served_before(rule.span, now)
    while True:
        async with house.db.transaction() as connection:
            ends = await forget(connection, areas, before, now, _WORDS_AT_ONCE)
            if not ends:
                return
            kind, policies = DataKind.PERSONAL, _policies(rule)
            await _prove(connection, now, kind, policies, areas, len(ends), instants=ends)


async def _bulletins(
    connection: Connection, areas: Sequence[str], before: datetime, _now: datetime, count: int
) -> list[datetime]:
    return await bulletin.forget(connection, areas, before, count)


async def _requests(
    connection: Connection, areas: Sequence[str], before: datetime, now: datetime, count: int
) -> list[datetime]:
    """Requests go with what was written about them elsewhere."""
    ends = await footage.forget(connection, areas, before, now, count)
    if ends:
        await reviewing.forget(connection)
        await planning.forget(connection)
    return ends


async def _security_log(house: House, standing: Standing) -> None:
    """Who signed in is told of no one area: the longest time that any of them asks for."""
    now = standing.now
    rule = rules.longest(DataKind.SECURITY_LOG, standing.policies)
    before = rules.any_before(rule.span, now)
    while True:
        async with house.db.transaction() as connection:
            due = await identity.outlived(connection, before, _EVENTS_AT_ONCE)
            if not due:
                return
            # First the proof: without it the table lets nothing go.
            await _prove(
                *(connection, now, DataKind.SECURITY_LOG, _policies(rule), standing.tops, len(due)),
                instants=[event.at for event in due],
            )
            await identity.forget_events(connection, [event.event_id for event in due])


async def _register(house: House, standing: Standing) -> None:
    """One chain for all areas: the longest time that any of them asks for."""
    now = standing.now
    rule = rules.longest(DataKind.REGISTER, standing.policies)

    async def prove(connection: Connection, count: int, digest: str) -> None:
        kind, policies = DataKind.REGISTER, _policies(rule)
        await _prove(connection, now, kind, policies, standing.tops, count, digests=[digest])

    kept = timedelta(days=rule.span.ceiling_days)
    await audit.forget(house, kept, now, standing.held, prove)


async def search(house: House) -> int:
    """Delete bytes that no row knows of, in the next folders of the store; how many.

    A carrier that died between bytes and row leaves such, and a small copy that was made while its
    picture was being deleted.
    """
    now = house.clock.now()
    async with house.db.reading() as connection:
        after = await store.searched(connection)
        tops = [line[0] for line in (await centre.lineages(connection)).values() if len(line) == 1]
        young = await incident.opened_since(connection, now - _SETTLED)
    spared = {str(one) for one in young}
    folders = [name for name in await picture.folders(house) if name > after]
    gone = 0
    for folder in folders[:_FOLDERS_AT_ONCE]:
        keys = [] if folder in spared else await picture.unknown(house, folder)
        if keys:
            await house.blobs.delete(keys)
            gone += len(keys)
            async with house.db.transaction() as connection:
                count = len(keys)
                await _prove(connection, now, DataKind.ORPHANS, [], tops, count, digests=keys)
    more = len(folders) > _FOLDERS_AT_ONCE
    async with house.db.transaction() as connection:
        await store.search_on(connection, folders[_FOLDERS_AT_ONCE - 1] if more else "")
    return gone


def _policies(rule: Rule, *more: UUID) -> list[UUID]:
    return sorted({one for one in (rule.policy_id, *more) if one is not None})


async def _prove(
    connection: Connection,
    now: datetime,
    kind: DataKind,
    policies: Sequence[UUID],
    areas: Sequence[str],
    count: int,
    *,
    instants: Sequence[datetime] = (),
    digests: Sequence[str] = (),
    incidents: Collection[UUID] = (),
) -> None:
    """Write what went, in the transaction in which it goes or is said to be gone."""
    proof = Deletion(
        deletion_id=new_id(now),
        at=now,
        kind=kind,
        policies=list(policies),
        areas=sorted(areas),
        count=count,
        oldest_at=min(instants, default=None),
        newest_at=max(instants, default=None),
        digests=list(digests),
        incidents=sorted(incidents),
    )
    await store.prove(connection, proof)
