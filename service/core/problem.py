"""Expected refusals. A bug is an assert; what a person may meet is a Problem."""

from enum import StrEnum
from typing import ClassVar


class Fault(StrEnum):
    """Whose turn it is to do something, which decides the HTTP status in one table."""

    INVALID = "invalid"
    UNSIGNED = "unsigned"
    FORBIDDEN = "forbidden"
    ABSENT = "absent"
    WRONG_METHOD = "wrong_method"
    TOO_SLOW = "too_slow"
    CONFLICT = "conflict"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    UNAVAILABLE = "unavailable"
    OURS = "ours"


class Problem(Exception):
    """Something was asked that cannot be done."""

    code: ClassVar[str] = "problem"
    fault: ClassVar[Fault] = Fault.INVALID

    def __init__(self, detail: str = "", *, field: str | None = None, **facts: object) -> None:
        """Detail says what is particular to this case; field names what to mend.

        Facts are further members of the answer, for programs: `who`, `allowed`, `retry_s`.
        """
        super().__init__(detail or self.title())
        self.detail = detail
        self.field = field
        self.facts = facts

    @classmethod
    def title(cls) -> str:
        """What a person reads first: the first line of the docstring."""
        return (cls.__doc__ or "").strip().splitlines()[0]


class Invalid(Problem):
    """The request does not have the form that this operation takes."""

    code = "request.invalid"


class NotFound(Problem):
    """There is nothing by this name that you may see."""

    code = "request.not_found"
    fault = Fault.ABSENT


class TooLarge(Problem):
    """The request is larger than this door takes."""

    code = "request.too_large"
    fault = Fault.TOO_LARGE


class WrongMove(Problem):
    """This move does not lead on from the present state."""

    code = "request.wrong_move"
    fault = Fault.CONFLICT
