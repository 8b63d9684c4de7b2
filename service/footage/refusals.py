"""What a footage request may be refused with, beside what was decided of it."""

from service.core.problem import Fault, Problem


class FootageWindow(Problem):
    """The time that is asked for lies in the past, runs forward, and is three hours at most."""

    code = "footage.window_unusable"


class PlaceOutside(Problem):
    """There is no camera of ours near this place."""

    code = "footage.place_outside"


class TooManyOpen(Problem):
    """You have as many open requests as one may; wait until one is answered."""

    code = "footage.too_many"
    fault = Fault.TOO_MANY


class MissingVerifier(Problem):
    """Identities are checked at the counter here: bring your card."""

    code = "footage.missing_verifier"
    fault = Fault.UNAVAILABLE


class NotVerifiedNow(Problem):
    """Identities cannot be checked just now; try again, or come to the counter."""

    code = "footage.not_verified_now"
    fault = Fault.UNAVAILABLE


class OtherPerson(Problem):
    """This token is another's than who applies."""

    code = "footage.other_person"


class RequestOvertaken(Problem):
    """Somebody else was faster: read the request anew."""

    code = "footage.overtaken"
    fault = Fault.CONFLICT


class NotYet(Problem):
    """Something has to hold before this can be done."""

    code = "footage.not_yet"
    fault = Fault.CONFLICT


class TooManyMessages(Problem):
    """As much was written about this request as can be kept; come to the counter."""

    code = "footage.too_many_messages"
    fault = Fault.CONFLICT
