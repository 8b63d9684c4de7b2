"""The number that GB/T 28181 gives a camera: 20 digits that say where, what and in which network.

Centre (8: an area of GB/T 2260 and two more), industry (2), type (3), network (1), serial (6).
Values as in annex E of the edition of 2022. Every industry is taken: their groups fill 00 to 99,
and provinces give some of those that the standard leaves open.
"""

from service.camera.wire import NetworkZone, WrongNumber

# The provinces of GB/T 2260, by the parts of the country.
_PROVINCES = (
    *(range(11, 16), range(21, 24), range(31, 38), range(41, 47)),
    *(range(50, 55), range(61, 66), range(71, 72), range(81, 83)),
)
# Checkpoint, device of several lenses, camera, network camera; 118 or 134, say, are recorders
# and alarm inputs.
_CAMERAS = frozenset({"121", "122", "131", "132"})
_NETWORKS = {
    "0": NetworkZone.POLICE_VIDEO,
    "1": NetworkZone.POLICE_VIDEO,
    "2": NetworkZone.INDUSTRY,
    "3": NetworkZone.JUSTICE,
    "4": NetworkZone.POLICE_MOBILE,
    "5": NetworkZone.POLICE_INFORMATION,
    "6": NetworkZone.GOVERNMENT,
    "7": NetworkZone.INTERNET,
    "8": NetworkZone.DEDICATED_LINE,
}


def zone_of(gb_id: str) -> NetworkZone:
    """The network in which a number lies. Raises WrongNumber saying which part of it is none."""
    province, city, county = gb_id[:2], gb_id[2:4], gb_id[4:6]
    if not any(int(province) in part for part in _PROVINCES):
        raise _wrong("centre", f"{province} is no province of GB/T 2260.")
    if city == "00" and county != "00":
        raise _wrong("centre", f"{gb_id[:6]} names a county of no city.")
    kind, network = gb_id[10:13], gb_id[13]
    if kind not in _CAMERAS:
        raise _wrong("type", f"{kind} is not the type of a camera.")
    if network not in _NETWORKS:
        raise _wrong("network", f"{network} stands for no network yet.")
    return _NETWORKS[network]


def _wrong(part: str, why: str) -> WrongNumber:
    return WrongNumber(why, field="gb_id", part=part)
