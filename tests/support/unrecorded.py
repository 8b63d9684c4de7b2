"""An access register that takes no row: then nothing may be shown."""

from collections.abc import Awaitable

from tests.support.people import Answer
from tests.support.town_house import Town

_REFUSED = """
CREATE FUNCTION refused() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the disk is full';
END $$;
CREATE TRIGGER refused BEFORE INSERT ON look FOR EACH ROW EXECUTE FUNCTION refused();
"""


async def refuse_looks(town: Town) -> None:
    """From now on no look can be written."""
    await town.own(_REFUSED)


async def none_is_shown(*answers: Awaitable[Answer]) -> None:
    """Each of these asks for what is shown on record only, and gets a problem."""
    for coming in answers:
        answer = await coming
        assert (answer.status, answer.code) == (500, "service.bug"), answer.body
