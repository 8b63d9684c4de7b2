"""What follows from what: for each event, the jobs that are promised with it.

The whole choreography of the system stands here. A job of this name is a file in `jobs/`; its key
is what the event is about.
"""

from service.dispatch.wire import rings_no_more
from service.footage.table import is_told
from service.missing.wire import is_urgent, may_end, of_search, shares_anew
from service.platform.outbox import Follow, Lane

FOLLOWS: dict[str, tuple[Follow, ...]] = {
    "incident.opened": (
        Follow("open_dispatch", Lane.CRITICAL),
        Follow("plan_snapshots", Lane.PICTURES),
    ),
    "incident.reopened": (Follow("open_dispatch", Lane.CRITICAL),),
    "incident.real": (
        Follow("open_dispatch", Lane.CRITICAL),
        Follow("make_real", Lane.CRITICAL),
    ),
    "incident.ended": (
        Follow("end_dispatch", Lane.CRITICAL),
        Follow("close_search", Lane.CRITICAL, only=of_search),
    ),
    "task.changed": (
        Follow("withdraw_ring", Lane.REST, only=rings_no_more),
        Follow("sector_of_task", Lane.REST, only=shares_anew),
    ),
    "planning.changed": (Follow("share_sectors", Lane.REST),),
    "review.found": (Follow("share_sectors", Lane.REST),),
    "unit.duty": (Follow("follow_duty", Lane.CRITICAL),),
    "snapshot.failed": (Follow("plan_snapshots", Lane.PICTURES),),
    "snapshot.stored": (Follow("make_small", Lane.PICTURES),),
    "footage.filed": (
        Follow("place_footage_holds", Lane.REST),
        Follow("start_search", Lane.CRITICAL, only=is_urgent),
    ),
    "footage.changed": (
        Follow("text_applicant", Lane.REST, only=is_told),
        Follow("start_search", Lane.CRITICAL, only=is_urgent),
        Follow("end_search", Lane.CRITICAL, only=may_end),
    ),
    "footage.ended": (
        Follow("text_applicant", Lane.REST, only=is_told),
        Follow("release_footage_holds", Lane.REST),
        Follow("forget_copies", Lane.REST),
        Follow("forget_masked", Lane.REST),
        Follow("end_search", Lane.CRITICAL, only=may_end),
    ),
    "device.refused": (Follow("note_tampering", Lane.REST),),
}
