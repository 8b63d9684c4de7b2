"""How an applicant shows who he is: by a token, or by his card at a counter."""

from service.core.wire import Asked, CardNumber, Secret


class ShownIdentity(Asked):
    """The token of a network identity, as its app gave it."""

    token: Secret


class SeenCard(Asked):
    """The number of an identity card that an officer has seen, with who showed it before him."""

    id_number: CardNumber
