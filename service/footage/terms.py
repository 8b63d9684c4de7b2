"""The words of a footage request's way: lanes, states, moves, guards, and codes of refusal."""

from enum import StrEnum


class Category(StrEnum):
    """What a request is about."""

    LOST_PROPERTY = "lost_property"
    MISSING_PERSON = "missing_person"
    TRAFFIC_ACCIDENT = "traffic_accident"
    DISPUTE = "dispute"
    OTHER_HELP = "other_help"


class FootageLane(StrEnum):
    """In which way a request goes: filed by the citizen, at a counter, or with a life at risk."""

    CITIZEN = "citizen"
    COUNTER = "counter"
    EMERGENCY = "emergency"


class FootageState(StrEnum):
    """How far a request has come. A draft is on the citizen's phone alone."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IDENTITY_VERIFIED = "identity_verified"
    TRIAGED = "triaged"
    NEEDS_INFO = "needs_info"
    REDIRECTED_TO_110 = "redirected_to_110"
    REDIRECTED_TO_CASE = "redirected_to_case"
    ACCEPTED = "accepted"
    FOOTAGE_HELD = "footage_held"
    CONSENT_PENDING = "consent_pending"
    APPROVED = "approved"
    PARTIALLY_APPROVED = "partially_approved"
    REFUSED = "refused"
    SCHEDULED = "scheduled"
    OFFICER_REVIEW = "officer_review"
    VIEWING = "viewing"
    RESULT_RECORDED = "result_recorded"
    LEAD_TASKED = "lead_tasked"
    NOTIFIED = "notified"
    CLOSED = "closed"
    EMERGENCY_ACTIVE = "emergency_active"
    WITHDRAWN = "withdrawn"
    EXPIRED_NO_SHOW = "expired_no_show"
    OVERWRITTEN = "overwritten"
    APPEALED = "appealed"
    UPHELD = "upheld"
    OVERTURNED = "overturned"


class FootageMove(StrEnum):
    """What leads from one state to the next."""

    FILE = "file"
    ACTIVATE = "activate"
    STAND_DOWN = "stand_down"
    VERIFY_IDENTITY = "verify_identity"
    TRIAGE = "triage"
    ASK_INFO = "ask_info"
    GIVE_INFO = "give_info"
    REDIRECT_TO_110 = "redirect_to_110"
    REDIRECT_TO_CASE = "redirect_to_case"
    ACCEPT = "accept"
    CONFIRM_HOLD = "confirm_hold"
    ASK_CONSENT = "ask_consent"
    APPROVE = "approve"
    APPROVE_PARTLY = "approve_partly"
    REFUSE = "refuse"
    LOSE_CONSENT = "lose_consent"
    SCHEDULE = "schedule"
    REVIEW = "review"
    BEGIN_VIEWING = "begin_viewing"
    NO_SHOW = "no_show"
    RECORD_RESULT = "record_result"
    TASK_LEAD = "task_lead"
    LEAD_BACK = "lead_back"
    NOTIFY = "notify"
    CLOSE = "close"
    LAPSE = "lapse"
    WITHDRAW = "withdraw"
    NOTE_OVERWRITTEN = "note_overwritten"
    APPEAL = "appeal"
    UPHOLD = "uphold"
    OVERTURN = "overturn"


class Actor(StrEnum):
    """Who makes a move."""

    APPLICANT = "applicant"
    REVIEWER = "reviewer"
    DUTY_LEADER = "duty_leader"
    SYSTEM = "system"


class Guard(StrEnum):
    """What has to hold before a move."""

    NONE = "none"
    FORM = "form"
    AT_RISK = "at_risk"
    IDENTITY = "identity"
    WORDS = "words"
    CHANNEL = "channel"
    RELATIONSHIP = "relationship"
    HOLDS_SETTLED = "holds_settled"
    EACH_UNIT_ASKED = "each_unit_asked"
    CONSENTED = "consented"
    REASONED = "reasoned"
    CONSENT_LOST = "consent_lost"
    SLOT = "slot"
    UNDERTAKING = "undertaking"
    SLOT_OVER = "slot_over"
    OUTCOME = "outcome"
    PAPERWORK = "paperwork"
    TIME_OVER = "time_over"
    FOOTAGE_GONE = "footage_gone"
    IN_TIME = "in_time"
    ANOTHER_PERSON = "another_person"


class Timer(StrEnum):
    """What is waited for; how long, each area sets for itself."""

    EMERGENCY = "emergency_h"
    TRIAGE = "triage_h"
    INFO = "info_h"
    HOLD = "hold_h"
    CONSENT = "consent_h"
    DECISION = "decision_h"
    NO_SHOW = "no_show_h"
    NOTICE = "notice_h"
    LEAD = "lead_h"
    APPEAL = "appeal_h"
    REVIEW = "review_h"
    REDIRECT = "redirect_h"
    CLOSING = "closing_h"


class RefusalCode(StrEnum):
    """Why a request, or a camera of it, is refused; only a person refuses."""

    NOT_IDENTIFIED = "R01"
    NO_RELATIONSHIP = "R02"
    OTHER_PURPOSE = "R03"
    NOT_LINKED = "R04"
    NO_CONSENT = "R05"
    SECRET = "R06"  # noqa: S105
    OTHERS_PRIVACY = "R07"
    NO_FOOTAGE = "R08"
    OF_A_CASE = "R09"
    ABUSIVE = "R10"
    WANTS_COPY = "R11"
    WRONG_CHANNEL = "R12"
    NOT_REGISTERED = "R13"
