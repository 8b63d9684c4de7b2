"""What masking and viewing may be refused with."""

from service.core.problem import Fault, Problem


class MaskingSettled(Problem):
    """This film is not waiting for that: it is being made, was refused, or was decided."""

    code = "viewing.masking_settled"
    fault = Fault.CONFLICT


class StripsUnseen(Problem):
    """Look at every strip first: nobody sees the film before a person has."""

    code = "viewing.strips_unseen"
    fault = Fault.CONFLICT


class TooManyMaskings(Problem):
    """As many films are made of this request as can be."""

    code = "viewing.too_many"
    fault = Fault.CONFLICT


class OutsideGrant(Problem):
    """This camera or these minutes were not granted."""

    code = "viewing.outside_grant"
    fault = Fault.CONFLICT


class NotInSlot(Problem):
    """A viewing is shown in the time that was set for it, and not before or after."""

    code = "viewing.not_in_slot"
    fault = Fault.CONFLICT


class NothingConfirmed(Problem):
    """No masked film of this request was confirmed: there is nothing to show."""

    code = "viewing.nothing_confirmed"
    fault = Fault.CONFLICT


class OtherUndertaking(Problem):
    """The undertaking has another text by now: read and sign that one."""

    code = "viewing.other_undertaking"
    fault = Fault.CONFLICT


class SecondOfficer(Problem):
    """Another officer has to be present and say so."""

    code = "viewing.second_officer"
    fault = Fault.CONFLICT


class ViewingOver(Problem):
    """This viewing is over."""

    code = "viewing.over"
    fault = Fault.CONFLICT


class OtherScreen(Problem):
    """This viewing is shown on the screen on which it was begun, and on no other."""

    code = "viewing.other_screen"
    fault = Fault.CONFLICT


class FilmGone(Problem):
    """This film was deleted, or its bytes cannot be had now."""

    code = "viewing.film_gone"
    fault = Fault.UNAVAILABLE


class CopyGiven(Problem):
    """This copy was given out already."""

    code = "viewing.copy_given"
    fault = Fault.CONFLICT
