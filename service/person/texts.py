"""What each part of the own data is for, in words that a person reads.

The grounds are those of the Personal Information Protection Law (PIPL), article 13.
"""

from collections.abc import Mapping

from msgspec import Struct

from service.person.wire import Part, Words


def _w(zh: str, en: str) -> Words:
    return Words(zh=zh, en=en)


class About(Struct, frozen=True):
    """Why a part is kept, on which ground, how long, and who receives it."""

    title: Words
    purpose: Words
    basis: Words
    kept: Words
    receivers: tuple[Words, ...]
    days: float | None = None


# Three years, as the law asks for records of processing (PIPL, article 56).
REGISTER_DAYS = 1096.0

_DUTY = _w(
    "履行法定职责所必需（个人信息保护法第十三条第一款第三项）",
    "Needed for a duty set by law (PIPL article 13, item 3)",
)
_EMERGENCY = _w(
    "履行法定职责，以及紧急情况下保护生命健康和财产安全所必需（第十三条第一款第三、四项）",
    "Needed for a duty set by law, and to protect life, health and property in an emergency"
    " (PIPL article 13, items 3 and 4)",
)
_LAW = _w(
    "法律、行政法规规定的义务（第十三条第一款第七项）",
    "A duty that law or decree imposes (PIPL article 13, item 7)",
)
_STANDS = _w("账户存续期间", "As long as the account stands")
_RECORD = _w(
    "与该警情的处置记录一同保存，期限由本辖区规定",
    "With the record of the incident, for the period that the area sets",
)
_ADMIN = _w("本辖区及上级辖区的管理员", "Administrators of your areas and of those above")
_DESK = _w("负责该警情的指挥席", "Desks that lead the incident")
_INSPECT = _w("查阅调取登记的监督人员", "Inspectors who read the access register")
_GATEWAYS = _w(
    "手机厂商的推送服务（仅收到不含内容的编号）",
    "Push services of phone makers (a number without content)",
)

ABOUT: Mapping[Part, About] = {
    Part.ACCOUNT: About(
        _w("账户", "Account"),
        _w("识别您的身份并与您联系", "To know who you are and to reach you"),
        _DUTY,
        _STANDS,
        (_ADMIN,),
    ),
    Part.ROLES: About(
        _w("角色", "Roles"),
        _w("决定您能看什么、做什么", "To decide what you may see and do"),
        _DUTY,
        _STANDS,
        (_ADMIN,),
    ),
    Part.SESSIONS: About(
        _w("登录记录", "Sign-ins"),
        _w("保护账户安全", "To keep the account safe"),
        _LAW,
        _STANDS,
        (_ADMIN,),
    ),
    Part.SECURITY: About(
        _w("账户安全记录", "Security of the account"),
        _w(
            "发现他人冒用，并证明账户何时有过何种变更",
            "To notice misuse, and to prove what was changed about the account, and when",
        ),
        _LAW,
        _w(
            "不可更改；至少半年，到本辖区规定的期限（通常一年）自动删除",
            "Nobody can alter it; half a year at least, then deleted when the area says: a year"
            " where it says nothing",
        ),
        (_ADMIN, _INSPECT),
    ),
    Part.PHONES: About(
        _w("手机", "Phones"),
        _w("让警情叫得到您", "So that an alarm can ring you"),
        _EMERGENCY,
        _STANDS,
        (_ADMIN, _DESK, _GATEWAYS),
    ),
    Part.RINGS: About(
        _w("呼叫记录", "Rings"),
        _w("证明呼叫是否送达", "To prove whether a ring arrived"),
        _EMERGENCY,
        _RECORD,
        (_DESK,),
    ),
    Part.DUTIES: About(
        _w("执勤记录", "Duty"),
        _w("知道谁可以出警", "To know who can be sent"),
        _DUTY,
        _STANDS,
        (_ADMIN, _DESK),
    ),
    Part.POSITIONS: About(
        _w("位置（行踪轨迹，敏感个人信息）", "Positions (sensitive personal information)"),
        _w(
            "仅在执勤时收集，用于派出最近的警力，以及事后回放该警情",
            "Taken on duty only: to send the nearest unit, and to replay the incident afterwards",
        ),
        _EMERGENCY,
        _w("本辖区规定的天数，到期自动删除", "For the days that the area sets, then deleted"),
        (_DESK,),
    ),
    Part.TASKS: About(
        _w("任务与答复", "Tasks and answers"),
        _w("处置警情并留下可核查的记录", "To answer alarms, and to leave a record of it"),
        _EMERGENCY,
        _RECORD,
        (_DESK,),
    ),
    Part.MESSAGES: About(
        _w("您写的消息", "Messages that you wrote"),
        _w("指挥席与出警人员沟通", "Desk and units speak with each other"),
        _EMERGENCY,
        _RECORD,
        (_DESK,),
    ),
    Part.LOOKS: About(
        _w("您的查看记录", "What you looked at"),
        _w("证明谁查看过图像（国务院令第799号）", "To prove who saw pictures (Decree 799)"),
        _LAW,
        _w("至少三年，不可更改", "At least three years; nobody can alter it"),
        (_INSPECT,),
        REGISTER_DAYS,
    ),
    Part.CONSENTS: About(
        _w("告知与同意", "Notices and consents"),
        _w("证明您何时看过哪一版告知", "To prove which version of a notice you read, and when"),
        _LAW,
        _w("至少三年", "At least three years"),
        (_ADMIN,),
        REGISTER_DAYS,
    ),
    Part.REQUESTS: About(
        _w("您的申请", "Your requests"),
        _w("答复您的申请并证明已答复", "To answer you, and to prove it"),
        _LAW,
        _w("至少三年", "At least three years"),
        (_ADMIN,),
        REGISTER_DAYS,
    ),
    Part.FOOTAGE: About(
        _w("您的视频查阅申请", "Your footage requests"),
        _w("受理并答复您的查阅申请", "To hold what you ask for, to decide, and to answer you"),
        _LAW,
        _w("您写的内容在办结 30 天后删除", "What you wrote goes 30 days after the end"),
        (_ADMIN,),
    ),
}

# What is kept under a name and is not one's own to take out.
BESIDE: tuple[Words, ...] = (
    _w(
        "警情时间线、交接记录中也写有您的名字；它们与警情一同保存。",
        "Timelines of incidents and handovers carry your name too; they are kept with the"
        " incident.",
    ),
    _w(
        "需要更早的记录，或想知道某一决定的理由，请提出申请。",
        "Ask for what is older, or for the reasons of a decision, by a request.",
    ),
)

REMEDY = _w(
    "如不服本答复，您可以向上级公安机关或者履行个人信息保护职责的部门投诉，"
    "也可以依法向人民法院提起诉讼（个人信息保护法第五十条、第六十五条）。",
    "Against this refusal you may complain to the authority above or to the department that"
    " protects personal information, and you may sue in court (PIPL articles 50 and 65).",
)

REGISTER_STAYS = _w(
    "查阅调取登记中的查看记录、账户安全记录",
    "Your looks in the access register, and what was kept of the security of the account",
)
REGISTER_WHY = _w(
    "法律要求保存处理记录至少三年（个人信息保护法第五十六条、国务院令第799号）",
    "The law has records of processing kept for three years (PIPL article 56, Decree 799)",
)
TIMELINE_STAYS = _w(
    "警情时间线、任务和消息中的名字", "Your name in timelines, tasks and messages of incidents"
)
TIMELINE_WHY = _w(
    "处置记录不可更改（GB 55029-2022）；与警情一同保存",
    "Records of a response may not be altered (GB 55029-2022); they are kept with the incident",
)
REQUESTS_STAY = _w("本申请和您已阅告知的记录", "That you asked this, and which notices you read")
HELD_STAYS = _w("被保全警情期间的位置", "Positions that belong to incidents under a hold")
HELD_WHY = _w("该警情的资料已被依法保全", "What belongs to these incidents is held back by order")
