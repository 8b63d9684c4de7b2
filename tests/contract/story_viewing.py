"""A viewing: masked, confirmed, signed, shown; and a copy for a court."""

import tempfile
from datetime import timedelta
from pathlib import Path

from tests.support.footage import Office, right
from tests.support.places import Passer, Scene, film

_SCENE = Scene(20.0, passers=(Passer(6, 14, 150),), fps=4, gop=8)


async def show_masked(office: Office, of: str) -> None:
    """Every door of a viewing, used by whoever it is for."""
    begins = office.town.clock.now() - timedelta(minutes=90)
    with tempfile.TemporaryDirectory() as folder:
        data = film(Path(folder) / "scene.mp4", _SCENE).read_bytes()
    ends = begins + timedelta(seconds=20)
    office.served.recordings["ch0", "a.mp4"] = (data, begins, ends)
    door, reviewer = f"/v1/footage-requests/{of}", office.reviewer
    asked = {"camera_id": office.cameras[0], "from_at": begins.isoformat()}
    asked["until_at"] = ends.isoformat()
    for _ in range(2):
        right(await reviewer.post(f"{door}/maskings", asked))
    await office.town.work()
    first, other = (one["masking_id"] for one in right(await reviewer.get(f"{door}/maskings")))
    right(await reviewer.post(f"/v1/maskings/{first}/strips", {"number": 0}))
    right(await reviewer.post(f"/v1/maskings/{first}/confirm", None))
    right(await reviewer.post(f"/v1/maskings/{other}/reject", None))
    text = right(await reviewer.get("/v1/viewing-undertaking"))
    version = (await office.whole(of))["request"]["version"]
    signed = {"version": version, "undertaking": text["version"], "signed": "王小明"}
    signed["others_privacy"] = True
    viewing = right(await reviewer.post(f"{door}/viewings", signed))["viewing_id"]
    chief = await office.town.person("chief")
    right(await chief.post(f"/v1/viewings/{viewing}/second", None))
    reel = {"masking_id": first, "reel": 0}
    right(await reviewer.post(f"/v1/viewings/{viewing}/stretches", reel))
    right(await reviewer.get(f"/v1/viewings/{viewing}"))
    right(await reviewer.get(f"{door}/viewing-room"))
    right(await reviewer.post(f"/v1/viewings/{viewing}/end", None))
    organ = {"organ": "金乡县人民法院", "basis": "799 号令第二十条", "document": "(2026)鲁15号"}
    copy = right(await reviewer.post(f"/v1/maskings/{first}/copies", organ))
    right(await chief.post(f"/v1/footage-copies/{copy['copy_id']}/give", None))
    right(await reviewer.get(f"{door}/copies"))
