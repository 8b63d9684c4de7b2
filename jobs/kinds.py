"""Every kind of job by name: a file each."""

from jobs import (
    dispatch_round,
    end_dispatch,
    fetch_snapshot,
    follow_duty,
    forget,
    further_snapshot,
    import_cameras,
    make_small,
    note_tampering,
    open_dispatch,
    plan_again,
    plan_snapshots,
    plan_warm,
    ring_channel,
    turn_back,
    watch_devices,
    watch_gateways,
)
from jobs.job import Kind

KINDS: dict[str, Kind] = {
    "open_dispatch": open_dispatch.KIND,
    "dispatch_round": dispatch_round.KIND,
    "end_dispatch": end_dispatch.KIND,
    "follow_duty": follow_duty.KIND,
    "ring_channel": ring_channel.KIND,
    "plan_snapshots": plan_snapshots.KIND,
    "plan_again": plan_again.KIND,
    "fetch_snapshot": fetch_snapshot.KIND,
    "further_snapshot": further_snapshot.KIND,
    "make_small": make_small.KIND,
    "turn_back": turn_back.KIND,
    "plan_warm": plan_warm.KIND,
    "import_cameras": import_cameras.KIND,
    "note_tampering": note_tampering.KIND,
    "watch_devices": watch_devices.KIND,
    "watch_gateways": watch_gateways.KIND,
    "forget": forget.KIND,
}
