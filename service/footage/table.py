"""The way of a footage request as data: its states, what leads on from each, and why refused.

The documents and the tests are made of this; `service.footage.rules` asks it.
"""

from collections.abc import Mapping

from msgspec import Struct

from service.core.machine import Machine
from service.footage.terms import (
    Actor,
    FootageLane,
    FootageMove,
    FootageState,
    Guard,
    RefusalCode,
    Timer,
)

S, M = FootageState, FootageMove
_APPLICANT, _REVIEWER, _LEADER, _SYSTEM = (
    frozenset({one}) for one in (Actor.APPLICANT, Actor.REVIEWER, Actor.DUTY_LEADER, Actor.SYSTEM)
)
_OFFICE = _REVIEWER | _LEADER
_ALL = frozenset(FootageLane)
_CALM = frozenset({FootageLane.CITIZEN, FootageLane.COUNTER})
_URGENT = frozenset({FootageLane.EMERGENCY})


class Way(Struct, frozen=True):
    """From any of these states to that one: by whom, in which lanes, and under which guard."""

    sources: frozenset[FootageState]
    target: FootageState
    actors: frozenset[Actor]
    guard: Guard = Guard.NONE
    lanes: frozenset[FootageLane] = _ALL


class Stage(Struct, frozen=True):
    """What holds while a request is in a state.

    When the timer ends `then` is done by the system; without one somebody above is told: what
    decides about a person is never done by a clock (PIPL, article 24).
    """

    zh: str
    en: str
    turn: Actor | None
    timer: Timer | None = None
    then: FootageMove | None = None
    is_told: bool = True


class Grounds(Struct, frozen=True):
    """A code of refusal: what it says, on which law it stands, and what can be done about it."""

    zh: str
    en: str
    basis: str
    basis_zh: str
    remedy_zh: str
    remedy_en: str


def _way(
    sources: set[FootageState],
    target: FootageState,
    actors: frozenset[Actor],
    guard: Guard = Guard.NONE,
    lanes: frozenset[FootageLane] = _ALL,
) -> Way:
    return Way(frozenset(sources), target, actors, guard, lanes)


START = FootageState.DRAFT
FINAL = frozenset({S.CLOSED, S.WITHDRAWN})
_BEFORE_TRIAGE = {S.SUBMITTED, S.IDENTITY_VERIFIED, S.TRIAGED}
_BEFORE_DECISION = _BEFORE_TRIAGE | {S.NEEDS_INFO, S.ACCEPTED, S.FOOTAGE_HELD, S.CONSENT_PENDING}
_GRANTED = {S.APPROVED, S.PARTIALLY_APPROVED}
_READY = {S.SCHEDULED, S.OFFICER_REVIEW}

WAYS: Mapping[FootageMove, Way] = {
    M.FILE: _way({S.DRAFT}, S.SUBMITTED, _APPLICANT | _REVIEWER | _LEADER, Guard.FORM),
    M.ACTIVATE: _way(
        _BEFORE_TRIAGE | {S.NEEDS_INFO}, S.EMERGENCY_ACTIVE, _SYSTEM | _OFFICE, Guard.AT_RISK
    ),
    M.STAND_DOWN: _way({S.EMERGENCY_ACTIVE}, S.SUBMITTED, _OFFICE, Guard.WORDS, _URGENT),
    M.VERIFY_IDENTITY: _way(
        {S.SUBMITTED}, S.IDENTITY_VERIFIED, _OFFICE | _SYSTEM, Guard.IDENTITY, _CALM
    ),
    M.TRIAGE: _way({S.IDENTITY_VERIFIED}, S.TRIAGED, _OFFICE, lanes=_CALM),
    M.ASK_INFO: _way(_BEFORE_TRIAGE, S.NEEDS_INFO, _OFFICE, Guard.WORDS, _CALM),
    M.GIVE_INFO: _way({S.NEEDS_INFO}, S.SUBMITTED, _APPLICANT | _OFFICE, Guard.WORDS, _CALM),
    M.REDIRECT_TO_110: _way(
        _BEFORE_TRIAGE | {S.EMERGENCY_ACTIVE}, S.REDIRECTED_TO_110, _OFFICE, Guard.CHANNEL
    ),
    M.REDIRECT_TO_CASE: _way(
        _BEFORE_TRIAGE | {S.EMERGENCY_ACTIVE}, S.REDIRECTED_TO_CASE, _OFFICE, Guard.CHANNEL
    ),
    M.ACCEPT: _way({S.TRIAGED}, S.ACCEPTED, _OFFICE, Guard.RELATIONSHIP, _CALM),
    M.CONFIRM_HOLD: _way(
        {S.ACCEPTED, S.OVERTURNED}, S.FOOTAGE_HELD, _SYSTEM | _OFFICE, Guard.HOLDS_SETTLED
    ),
    M.ASK_CONSENT: _way({S.FOOTAGE_HELD}, S.CONSENT_PENDING, _OFFICE, Guard.EACH_UNIT_ASKED),
    M.APPROVE: _way({S.CONSENT_PENDING}, S.APPROVED, _OFFICE, Guard.CONSENTED),
    M.APPROVE_PARTLY: _way({S.CONSENT_PENDING}, S.PARTIALLY_APPROVED, _OFFICE, Guard.CONSENTED),
    M.REFUSE: _way(_BEFORE_DECISION, S.REFUSED, _OFFICE, Guard.REASONED),
    M.LOSE_CONSENT: _way(_GRANTED | _READY, S.CONSENT_PENDING, _SYSTEM, Guard.CONSENT_LOST),
    M.SCHEDULE: _way(_GRANTED | {S.SCHEDULED, S.EXPIRED_NO_SHOW}, S.SCHEDULED, _OFFICE, Guard.SLOT),
    M.REVIEW: _way(_GRANTED | {S.SCHEDULED}, S.OFFICER_REVIEW, _OFFICE, Guard.CONSENTED),
    M.BEGIN_VIEWING: _way(_READY | {S.EMERGENCY_ACTIVE}, S.VIEWING, _OFFICE, Guard.UNDERTAKING),
    M.NO_SHOW: _way({S.SCHEDULED}, S.EXPIRED_NO_SHOW, _SYSTEM | _OFFICE, Guard.SLOT_OVER),
    M.RECORD_RESULT: _way(
        {S.VIEWING, S.EMERGENCY_ACTIVE}, S.RESULT_RECORDED, _OFFICE, Guard.OUTCOME
    ),
    M.TASK_LEAD: _way({S.RESULT_RECORDED}, S.LEAD_TASKED, _OFFICE, Guard.WORDS),
    M.LEAD_BACK: _way({S.LEAD_TASKED}, S.RESULT_RECORDED, _OFFICE, Guard.WORDS),
    M.NOTIFY: _way({S.RESULT_RECORDED}, S.NOTIFIED, _OFFICE | _SYSTEM),
    M.CLOSE: _way({S.NOTIFIED}, S.CLOSED, _OFFICE | _SYSTEM, Guard.PAPERWORK),
    M.LAPSE: _way(
        {
            *(S.REFUSED, S.UPHELD, S.OVERWRITTEN, S.EXPIRED_NO_SHOW),
            *(S.REDIRECTED_TO_110, S.REDIRECTED_TO_CASE),
        },
        S.CLOSED,
        _SYSTEM,
        Guard.TIME_OVER,
    ),
    M.WITHDRAW: _way(
        _BEFORE_DECISION | _GRANTED | _READY | {S.EXPIRED_NO_SHOW, S.EMERGENCY_ACTIVE},
        S.WITHDRAWN,
        _APPLICANT | _OFFICE,
    ),
    M.NOTE_OVERWRITTEN: _way(
        _BEFORE_DECISION | _GRANTED | _READY | {S.EXPIRED_NO_SHOW, S.EMERGENCY_ACTIVE},
        S.OVERWRITTEN,
        _OFFICE,
        Guard.FOOTAGE_GONE,
    ),
    M.APPEAL: _way(
        {S.REFUSED, S.PARTIALLY_APPROVED, S.OVERWRITTEN}, S.APPEALED, _APPLICANT, Guard.IN_TIME
    ),
    M.UPHOLD: _way({S.APPEALED}, S.UPHELD, _LEADER, Guard.ANOTHER_PERSON),
    M.OVERTURN: _way({S.APPEALED}, S.OVERTURNED, _LEADER, Guard.ANOTHER_PERSON),
}

_A, _R, _L, _Y = Actor.APPLICANT, Actor.REVIEWER, Actor.DUTY_LEADER, Actor.SYSTEM
STAGES: Mapping[FootageState, Stage] = {
    S.DRAFT: Stage("填写中", "being written", _A, is_told=False),
    S.SUBMITTED: Stage("已提交", "received", _R, Timer.TRIAGE),
    S.IDENTITY_VERIFIED: Stage("身份已核验", "identity checked", _R, Timer.TRIAGE),
    S.TRIAGED: Stage("受理审查中", "being looked into", _R, Timer.TRIAGE),
    S.NEEDS_INFO: Stage("待补充材料", "waiting for you: something is missing", _A, Timer.INFO),
    S.REDIRECTED_TO_110: Stage(
        "转 110 处理", "passed on to 110", None, Timer.REDIRECT, FootageMove.LAPSE
    ),
    S.REDIRECTED_TO_CASE: Stage(
        "转案件办理", "passed on to a case", None, Timer.REDIRECT, FootageMove.LAPSE
    ),
    S.ACCEPTED: Stage("已受理", "accepted", _Y, Timer.HOLD),
    S.FOOTAGE_HELD: Stage("录像已保全", "the recordings are held", _R, Timer.TRIAGE),
    S.CONSENT_PENDING: Stage(
        "征求管理单位同意", "managing units are asked, then it is decided", _R, Timer.DECISION
    ),
    S.APPROVED: Stage("同意查阅", "approved", _R, Timer.DECISION),
    S.PARTIALLY_APPROVED: Stage("部分同意查阅", "approved in part", _R, Timer.DECISION),
    S.REFUSED: Stage("不予查阅", "refused", _A, Timer.APPEAL, FootageMove.LAPSE),
    S.SCHEDULED: Stage("已预约查阅", "a time is set", _A, Timer.NO_SHOW, FootageMove.NO_SHOW),
    S.OFFICER_REVIEW: Stage("民警代为查看", "an officer looks for you", _R, Timer.DECISION),
    S.VIEWING: Stage("查阅中", "being viewed", _R, Timer.DECISION, is_told=False),
    S.RESULT_RECORDED: Stage(
        "结果已登记", "the result is recorded", _R, Timer.NOTICE, FootageMove.NOTIFY, is_told=False
    ),
    S.LEAD_TASKED: Stage("线索核查中", "a lead is followed", _R, Timer.LEAD),
    S.NOTIFIED: Stage("已告知结果", "the result was told", _A, Timer.CLOSING, FootageMove.CLOSE),
    S.CLOSED: Stage("已办结", "closed", None),
    S.EMERGENCY_ACTIVE: Stage("紧急查找中", "urgent search", _R, Timer.EMERGENCY),
    S.WITHDRAWN: Stage("已撤回", "withdrawn", None),
    S.EXPIRED_NO_SHOW: Stage(
        "未到场", "nobody came at the time that was set", _A, Timer.REDIRECT, FootageMove.LAPSE
    ),
    S.OVERWRITTEN: Stage(
        "录像已被覆盖", "the recordings no longer exist", _A, Timer.APPEAL, FootageMove.LAPSE
    ),
    S.APPEALED: Stage("复核中", "being decided anew by another person", _L, Timer.REVIEW),
    S.UPHELD: Stage("维持原决定", "the decision stays", _A, Timer.APPEAL, FootageMove.LAPSE),
    S.OVERTURNED: Stage("撤销原决定", "the decision was taken back", _Y, Timer.HOLD),
}

GUARDS: Mapping[Guard, str] = {
    Guard.NONE: "",
    Guard.FORM: "place in an area, window in the past and of 3 h at most, 10 cameras at most",
    Guard.AT_RISK: "a missing minor, elder or impaired person, or a life at risk",
    Guard.IDENTITY: "a verifier or an officer has checked who applies",
    Guard.WORDS: "says what, in words",
    Guard.CHANNEL: "names the channel: police report, traffic case, 110",
    Guard.RELATIONSHIP: "the person, a near relative, guardian, carer or custodian (799-21)",
    Guard.HOLDS_SETTLED: "each hold is placed, or a person knows that it is not",
    Guard.EACH_UNIT_ASKED: "one question for each managing unit, with its cameras and minutes",
    Guard.CONSENTED: "its managing unit has consented to each camera; minors: a second approver",
    Guard.REASONED: "a code, by a person",
    Guard.CONSENT_LOST: "a managing unit has withdrawn its consent",
    Guard.SLOT: "within three days, and before what is viewed is overwritten unless it is held",
    Guard.UNDERTAKING: "consent stands; the applicant has signed the undertaking",
    Guard.SLOT_OVER: "the time that was set has passed",
    Guard.OUTCOME: "an outcome code and words",
    Guard.PAPERWORK: "emergency: identity and written consents have been made up for",
    Guard.TIME_OVER: "the time to appeal or to come again is over",
    Guard.FOOTAGE_GONE: "no hold stands, and every camera has written over that time",
    Guard.IN_TIME: "before the time to appeal is over",
    Guard.ANOTHER_PERSON: "not who decided",
}

_COMPLAIN_ZH = "可申请复核(督察 12389)、拨打 12345,或依法申请行政复议、提起诉讼"
_COMPLAIN_EN = "appeal here, call 12389 or 12345, ask for reconsideration, or sue (PIPL 50)"
_BODY = "Decree 799"
_BODY_ZH = "《公共安全视频图像信息系统管理条例》"
_BASIS_ZH = {
    f"{_BODY}, article 7": f"{_BODY_ZH}第七条",
    f"{_BODY}, article 17": f"{_BODY_ZH}第十七条",
    f"{_BODY}, article 20": f"{_BODY_ZH}第二十条",
    f"{_BODY}, article 21": f"{_BODY_ZH}第二十一条",
    f"{_BODY}, articles 10 and 16": f"{_BODY_ZH}第十条、第十六条",
    f"{_BODY}, articles 21 and 23(1)": f"{_BODY_ZH}第二十一条、第二十三条第一项",
    f"{_BODY}, article 21; PIPL, article 26": f"{_BODY_ZH}第二十一条,《个人信息保护法》第二十六条",
    "PIPL, article 6": "《个人信息保护法》第六条",
    "PIPL; Minors Protection Law, article 103": "《个人信息保护法》,《未成年人保护法》第一百零三条",
    "Open Government Information Regulation": "《政府信息公开条例》",
}


def _grounds(zh: str, en: str, basis: str, step_zh: str, step_en: str) -> Grounds:
    remedies = f"{step_zh};{_COMPLAIN_ZH}", f"{step_en}; {_COMPLAIN_EN}"
    return Grounds(zh, en, basis, _BASIS_ZH[basis], *remedies)


REFUSALS: Mapping[RefusalCode, Grounds] = {
    RefusalCode.NOT_IDENTIFIED: _grounds(
        *("身份未核验", "identity not verified", f"{_BODY}, article 21"),
        *("携带身份证件到派出所窗口核验", "show your identity card at the counter"),
    ),
    RefusalCode.NO_RELATIONSHIP: _grounds(
        *("与被查阅人无法定关系", "no qualifying relationship", f"{_BODY}, article 21"),
        *("补交亲属、监护、看护、代管证明", "prove that you are a relative, guardian or carer"),
    ),
    RefusalCode.OTHER_PURPOSE: _grounds(
        "查阅目的不属于保护生命健康、财产安全",
        "the purpose is not life, health or property",
        f"{_BODY}, article 21; PIPL, article 26",
        *("说明与生命健康、财产安全的关系", "say what it has to do with life, health or property"),
    ),
    RefusalCode.NOT_LINKED: _grounds(
        *("与申请人无关联或范围过宽", "not linked to you, or too broad", "PIPL, article 6"),
        *("缩小时间、地点范围后重新申请", "apply anew for less time or fewer places"),
    ),
    RefusalCode.NO_CONSENT: _grounds(
        *("管理单位不同意", "the managing unit withholds its consent", f"{_BODY}, article 21"),
        *("直接联系管理单位", "speak with the managing unit"),
    ),
    RefusalCode.SECRET: _grounds(
        "涉及国家秘密、侦查、反恐重点目标或限制区域",
        "state secrets, an investigation, a target of counter-terrorism or a restricted vicinity",
        f"{_BODY}, articles 10 and 16",
        *("由办案机关依法调取", "the authority in charge may retrieve it"),
    ),
    RefusalCode.OTHERS_PRIVACY: _grounds(
        "损害他人隐私或未成年人权益且无法遮蔽",
        "it would harm others or a minor, and cannot be masked",
        "PIPL; Minors Protection Law, article 103",
        *("可申请由民警代为查看", "ask that an officer looks for you"),
    ),
    RefusalCode.NO_FOOTAGE: _grounds(
        "录像已覆盖、设备离线或未覆盖该处",
        "written over, the camera was offline, or it does not see the place",
        f"{_BODY}, article 17",
        *("提供其他时间、地点线索", "name another time or place"),
    ),
    RefusalCode.OF_A_CASE: _grounds(
        *("属于案件,由公安、交警办理", "it belongs to a case", f"{_BODY}, article 20"),
        *("凭报警回执向办案单位提出", "ask the unit that has the case, with the report's number"),
    ),
    RefusalCode.ABUSIVE: _grounds(
        *("重复或滥用申请", "repeated or abusive", "PIPL, article 6"),
        *("提出新的事实", "bring new facts"),
    ),
    RefusalCode.WANTS_COPY: _grounds(
        *(
            "要求复制或公开",
            "a copy or publication is asked for",
            f"{_BODY}, articles 21 and 23(1)",
        ),
        *("由公安、检察院、法院依法调取", "police, prosecution or court may retrieve it"),
    ),
    RefusalCode.WRONG_CHANNEL: _grounds(
        "应按政府信息公开提出",
        "this is a matter of open government information",
        "Open Government Information Regulation",
        *("向信息公开机构申请", "apply to the office for open information"),
    ),
    RefusalCode.NOT_REGISTERED: _grounds(
        *("该摄像机不在本系统登记", "the camera is in no register of ours", f"{_BODY}, article 7"),
        *("向安装单位提出", "ask whoever put it up"),
    ),
}


def is_told(changed: Struct) -> bool:
    """Whether an applicant is told by a text that his request stands there."""
    state = getattr(changed, "state", None)
    return isinstance(state, FootageState) and STAGES[state].is_told


MACHINE = Machine(
    START, {str(move): (map(str, way.sources), str(way.target)) for move, way in WAYS.items()}
)
