-- ── The rights of the person: requests, notices, consents ────────────────────────────────────

-- What people ask about their own data, and what they were answered. An account that is deleted
-- keeps its rows: the law has what was asked and answered kept.
CREATE TABLE data_request (
    request_id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account,
    display text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('correct', 'delete', 'restrict', 'explain')),
    text text NOT NULL,
    -- The areas of the account's roles, and these with every centre above them.
    areas text[] NOT NULL,
    scope text[] NOT NULL,
    asked_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'done', 'refused')),
    reason text,
    answer text NOT NULL,
    remaining jsonb NOT NULL,
    answered_at timestamptz,
    answered_by uuid,
    CHECK ((state = 'open') = (answered_at IS NULL)),
    CHECK ((state = 'refused') = (reason IS NOT NULL))
);
CREATE INDEX data_request_account ON data_request (account_id, asked_at);
CREATE INDEX data_request_scope ON data_request USING gin (scope);

-- Versions of what people are told; a new text is a new row. Without an area: the system's own.
CREATE TABLE notice (
    notice_id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('officer', 'contact', 'desk')),
    area_code text REFERENCES area,
    zh text NOT NULL,
    en text NOT NULL,
    from_at timestamptz NOT NULL,
    made_at timestamptz NOT NULL,
    made_by uuid
);
CREATE INDEX notice_of_area ON notice (area_code, kind, from_at);
CREATE TRIGGER notice_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON notice
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Who took note of, or agreed to, which version.
CREATE TABLE consent (
    consent_id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account,
    notice_id uuid NOT NULL REFERENCES notice,
    given_at timestamptz NOT NULL,
    withdrawn_at timestamptz,
    how text NOT NULL CHECK (how IN ('page', 'app', 'paper'))
);
CREATE UNIQUE INDEX consent_standing ON consent (account_id, notice_id) WHERE withdrawn_at IS NULL;
CREATE INDEX consent_account ON consent (account_id, given_at);

-- By person, for the person.
CREATE INDEX duty_account ON duty (account_id, on_at);
CREATE INDEX message_account ON message (account_id, number);
CREATE INDEX look_account ON look (account_id, number);
CREATE INDEX task_unit ON task (unit_id, offered_at);

ALTER TABLE data_request ENABLE ROW LEVEL SECURITY;
ALTER TABLE notice ENABLE ROW LEVEL SECURITY;
ALTER TABLE consent ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON data_request TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY system ON notice TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY system ON consent TO watchbell_system USING (true) WITH CHECK (true);
CREATE POLICY asked ON data_request TO watchbell_service USING (
    'me:' || account_id = ANY ((SELECT asks())::text[]) OR scope && (SELECT asks()));
-- What people are told is no secret; it is written where it holds.
CREATE POLICY asked ON notice TO watchbell_service USING (true) WITH CHECK (area_in(area_code));
CREATE POLICY asked ON consent TO watchbell_service USING (
    'me:' || account_id = ANY ((SELECT asks())::text[]));

INSERT INTO notice (notice_id, kind, area_code, zh, en, from_at, made_at) VALUES
('018f0000-0001-7000-8000-000000000001', 'officer', NULL,
'一、处理者：您所在辖区的公安机关（指挥中心）。
二、处理什么：您的账号、电话、手机型号；执勤期间的位置；任务与答复、消息；查看图像的记录。
三、目的：在有人报警时派出最近的警力，叫得到您，并留下可核查的记录。
四、位置：位置属于敏感个人信息，仅在您处于执勤状态时收集；下勤后停止收集，最新位置即被清除；轨迹按本辖区规定的天数保存后删除。下级、公众和学校看不到您的轨迹；查看轨迹会先写入查阅登记。
五、依据：履行法定职责，以及紧急情况下保护生命健康和财产安全所必需，无需您同意；因此这里请您确认的是“已知悉”，不是“同意”。
六、您的权利：在“我的信息”中查阅、复制、更正，或提出删除、限制、说明的申请；对拒绝的答复可以投诉或起诉。',
'1. Who: the public security authority of your area (its command centre).
2. What: your account, telephone number, phone model; positions while on duty; tasks and answers, messages; what you looked at.
3. Why: to send the nearest unit when somebody calls for help, to be able to ring you, and to leave a record of it.
4. Positions are sensitive personal information. They are taken only while you are on duty; off duty nothing is taken and the last place is forgotten at once. Trails are kept for the days that your area sets, then deleted. The public and schools never see your trail; whoever looks at one is written into the access register first.
5. Ground: a duty set by law, and the protection of life, health and property in an emergency. Your consent is not needed: what you confirm here is that you have read this.
6. Your rights: under "My data" you may see, copy and correct it, or ask for deletion, restriction or an explanation; against a refusal you may complain or sue.',
'2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'),
('018f0000-0002-7000-8000-000000000001', 'contact', NULL,
'一、处理者：您学校所在辖区的公安机关（指挥中心）。
二、处理什么：您的姓名、账号和电话；您登记的按键保管人；您宣布的演练；登录记录。
三、目的：在学校报警时与您联系，保证按键可用。
四、依据：履行法定职责，以及紧急情况下保护生命健康和财产安全所必需。
五、谁能看到：本辖区指挥席和管理员。
六、您的权利：在“我的信息”中查阅、复制、更正，或提出删除、限制、说明的申请；对拒绝的答复可以投诉或起诉。',
'1. Who: the public security authority of your school''s area (its command centre).
2. What: your name, account and telephone number; the key keepers that you name; drills that you announce; sign-ins.
3. Why: to reach you when the school raises an alarm, and to keep its keys in order.
4. Ground: a duty set by law, and the protection of life, health and property in an emergency.
5. Who sees it: desks and administrators of the area.
6. Your rights: under "My data" you may see, copy and correct it, or ask for deletion, restriction or an explanation; against a refusal you may complain or sue.',
'2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'),
('018f0000-0003-7000-8000-000000000001', 'desk', NULL,
'一、处理者：您所在辖区的公安机关（指挥中心）。
二、处理什么：您的姓名、账号和电话；登录记录；您在警情中所做的操作和所写的内容；您查看图像、轨迹的记录。
三、目的：处置警情，并证明谁在何时做了什么、看了什么。
四、依据：履行法定职责；查阅登记由国务院令第799号规定，至少保存三年，任何人不得更改。
五、谁能看到：本辖区的管理员和监督人员；警情时间线由负责该警情的指挥席查看。
六、您的权利：在“我的信息”中查阅、复制、更正，或提出删除、限制、说明的申请；对拒绝的答复可以投诉或起诉。',
'1. Who: the public security authority of your area (its command centre).
2. What: your name, account and telephone number; sign-ins; what you do and write in incidents; which pictures and trails you look at.
3. Why: to answer alarms, and to prove who did and saw what, and when.
4. Ground: a duty set by law; the access register is ordered by Decree 799, kept for three years at least, and altered by nobody.
5. Who sees it: administrators and inspectors of your area; timelines are read by the desks that lead the incident.
6. Your rights: under "My data" you may see, copy and correct it, or ask for deletion, restriction or an explanation; against a refusal you may complain or sue.',
'2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z');
