"""What the reviewer's desk may refuse."""

from service.core.problem import Fault, Problem


class RequestTaken(Problem):
    """Somebody else has this request for review."""

    code = "reviewing.taken"
    fault = Fault.CONFLICT


class NotTaken(Problem):
    """Take the request for review first."""

    code = "reviewing.not_taken"
    fault = Fault.CONFLICT


class MayNotLook(Problem):
    """This camera, or these minutes of it, may not be looked at now."""

    code = "reviewing.may_not_look"
    fault = Fault.CONFLICT


class NotBrought(Problem):
    """The recording is not at the desk yet."""

    code = "reviewing.not_brought"
    fault = Fault.CONFLICT


class NothingThere(Problem):
    """The recording has no picture at this moment."""

    code = "reviewing.nothing_there"
    fault = Fault.CONFLICT


class NotReadable(Problem):
    """The recording cannot be read at this place."""

    code = "reviewing.not_readable"
    fault = Fault.CONFLICT


class LooksBusy(Problem):
    """As much is being decoded as can be; try again in a moment."""

    code = "reviewing.busy"
    fault = Fault.UNAVAILABLE


class TooManyReviews(Problem):
    """You have as many reviews running as one may, or the request as many as can be kept."""

    code = "reviewing.too_many"
    fault = Fault.CONFLICT


class FindingSettled(Problem):
    """This finding is confirmed or taken back already, or needs no second person."""

    code = "reviewing.settled"
    fault = Fault.CONFLICT


class AnotherConfirms(Problem):
    """You marked it; somebody else confirms it."""

    code = "reviewing.another_confirms"
    fault = Fault.CONFLICT
