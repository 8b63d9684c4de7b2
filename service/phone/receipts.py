"""What gateways say afterwards of the messages that they took."""

from service.core.problem import Invalid
from service.phone import actions
from service.phone.wire import Gateway, NotOfGateway
from service.platform.asks import Errand, for_system
from service.platform.house import House
from service.platform.push import huawei_receipts
from service.platform.push.huawei_receipts import Fate


@for_system(Errand.RECEIPT)
async def take_huawei(house: House, header: str, body: bytes) -> None:
    """Take in a call of Huawei's. Raises NotOfGateway, Invalid.

    Delivered is a gateway's word and stops no clock. A call that is played again within the minutes
    in which its stamp is good says the same once more, and changes nothing.
    """
    now, given = house.clock.now(), house.settings
    user, secret = given.huawei_receipts_user, given.huawei_receipts_secret
    if huawei_receipts.genuine(header, user=user, secret=secret, now=now) is None:
        raise NotOfGateway
    try:
        said = huawei_receipts.receipts(body)
    except huawei_receipts.UnreadableReceipts as error:
        raise Invalid(str(error), field="statuses") from error
    async with house.db.transaction() as connection:
        for one in said:
            if one.fate is Fate.DELIVERED:
                await actions.delivered(connection, Gateway.HUAWEI, one.request_id, now)
            elif one.fate is Fate.TOKEN_DEAD:
                await actions.called_dead(connection, Gateway.HUAWEI, one.request_id, now)
