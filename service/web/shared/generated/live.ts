// Generated from api_spec by `npm run types`; do not edit.

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Alarm
         * @description An alarm as staff see it. `clock_off_s`: how far off the box's clock was, if far.
         */
        Alarm: {
            /** Format: uuid */
            alarm_id: string;
            /** Format: uuid */
            press_id: string;
            /** Format: uuid */
            incident_id: string;
            /** Format: uuid */
            device_id: string;
            /** Format: uuid */
            site_id: string;
            kind: components["schemas"]["Kind"];
            silent: boolean;
            test: boolean;
            room: string | null;
            note: string;
            pressed_at: string;
            received_at: string;
            clock_off_s: number | null;
            state: components["schemas"]["AlarmState"];
            disposition: components["schemas"]["Disposition"] | null;
            reset_at: string | null;
            reset_by: string | null;
        };
        /**
         * AlarmState
         * @description An alarm is latched until a person resets it.
         * @enum {unknown}
         */
        AlarmState: "latched" | "reset";
        /**
         * AtRisk
         * @description Why nobody waits for papers.
         * @enum {unknown}
         */
        AtRisk: "elder" | "impaired" | "life" | "minor";
        /**
         * Bulletin
         * @description A bulletin as staff see it. `portrait`: SHA-256 of its picture, as long as there is one.
         */
        Bulletin: {
            /** Format: uuid */
            bulletin_id: string;
            area_code: string;
            zh: components["schemas"]["Notice"];
            en: components["schemas"]["Notice"] | null;
            seen_at: string;
            phone: string;
            until: string;
            consent: components["schemas"]["ShownConsent"];
            portrait: string | null;
            issued_at: string;
            issued_by: string;
            state: components["schemas"]["BulletinState"];
            ending: components["schemas"]["BulletinEnding"] | null;
            ended_at: string | null;
            ended_by: string | null;
        };
        /**
         * BulletinEnding
         * @description Why a bulletin was withdrawn.
         * @enum {unknown}
         */
        BulletinEnding: "consent_withdrawn" | "found" | "mistaken";
        /**
         * BulletinState
         * @description Whether screens show it.
         * @enum {unknown}
         */
        BulletinState: "current" | "over" | "withdrawn";
        /**
         * CameraImport
         * @description A file of cameras that is read in, or was.
         *
         *     While it is read, `rows_read` grows; in the end rows that are neither added nor updated said
         *     nothing new. Of the rows that are wrong the first are told, and `faults_found` counts all; with
         *     one of them nothing of the file is written. `encoding` is what the bytes turned out to be.
         */
        CameraImport: {
            /** Format: uuid */
            import_id: string;
            person: string;
            format: components["schemas"]["Format"];
            crs: components["schemas"]["Crs"] | null;
            encoding: string | null;
            state: components["schemas"]["ImportState"];
            rows_read: number;
            added: number;
            updated: number;
            faults_found: number;
            faults: components["schemas"]["RowFault"][];
            asked_at: string;
            ended_at: string | null;
        };
        /**
         * Category
         * @description What a request is about.
         * @enum {unknown}
         */
        Category: "dispute" | "lost_property" | "missing_person" | "other_help" | "traffic_accident";
        /**
         * Commander
         * @description Who commands.
         */
        Commander: {
            /** Format: uuid */
            account_id: string;
            name: string;
            area_code: string;
        };
        /**
         * Crs
         * @description The reference system in which a coordinate was measured.
         * @enum {unknown}
         */
        Crs: "BD-09" | "CGCS2000" | "GCJ-02" | "WGS-84";
        /**
         * DeskChanged
         * @description What subscribers hear of a desk: read it anew. `holder` is who has the request now.
         */
        DeskChanged: {
            /** Format: uuid */
            footage_id: string;
            number: number;
            holder: string | null;
        };
        /**
         * DeviceChanged
         * @description A device was invited, enrolled, revoked or replaced.
         */
        DeviceChanged: {
            /** Format: uuid */
            device_id: string;
            /** Format: uuid */
            site_id: string;
            label: string;
            state: components["schemas"]["DeviceState"];
        };
        /**
         * DeviceRefused
         * @description Somebody spoke in the name of a device and was not believed.
         */
        DeviceRefused: {
            /** Format: uuid */
            device_id: string;
            /** Format: uuid */
            site_id: string;
            site_name: string;
            label: string;
            code: string;
        };
        /**
         * DeviceState
         * @description Whether a device is heard.
         * @enum {unknown}
         */
        DeviceState: "active" | "invited" | "replaced" | "revoked";
        /**
         * Disposition
         * @description What it turned out to be.
         * @enum {unknown}
         */
        Disposition: "accidental" | "device_fault" | "genuine" | "hoax" | "test" | "unfounded";
        /**
         * DrillTold
         * @description A declared test with its site, as every desk above it is told.
         */
        DrillTold: {
            site_name: string;
            plan: components["schemas"]["TestPlan"];
            /** Format: uuid */
            site_id: string;
        };
        /**
         * Duty
         * @description Whether the unit is on duty.
         */
        Duty: {
            /** Format: uuid */
            unit_id: string;
            on_duty: boolean;
            since: string | null;
        };
        /**
         * Fault
         * @description A fault as staff see it. Tampering a person clears; the others clear
         *     by themselves.
         */
        Fault: {
            /** Format: uuid */
            fault_id: string;
            kind: components["schemas"]["FaultKind"];
            /** Format: uuid */
            subject_id: string;
            subject: string;
            site_id: string | null;
            detail: string;
            count: number;
            opened_at: string;
            seen_at: string;
            cleared_at: string | null;
            cleared_by: string | null;
        };
        /**
         * FaultKind
         * @description What is wrong.
         * @enum {unknown}
         */
        FaultKind: "device.faulty" | "device.lost" | "device.tampering" | "device.test_overdue" | "gateway.doubted" | "gateway.refusing" | "gateway.silent";
        /**
         * FindingChanged
         * @description A finding was marked, confirmed or taken back: read it anew.
         */
        FindingChanged: {
            /** Format: uuid */
            footage_id: string;
            /** Format: uuid */
            finding_id: string;
            stands: boolean;
            waits: boolean;
        };
        /**
         * FootageChanged
         * @description What subscribers hear of a request: where it stands, and nothing about anybody.
         */
        FootageChanged: {
            /** Format: uuid */
            footage_id: string;
            number: number;
            lane: components["schemas"]["FootageLane"];
            category: components["schemas"]["Category"];
            state: components["schemas"]["FootageState"];
            version: number;
            due_at: string | null;
            overwrite_at: string | null;
            cameras: number;
            held: number;
            not_held: number;
        };
        /**
         * FootageLane
         * @description In which way a request goes: filed by the citizen, at a counter, or with a life at risk.
         * @enum {unknown}
         */
        FootageLane: "citizen" | "counter" | "emergency";
        /**
         * FootageState
         * @description How far a request has come. A draft is on the citizen's phone alone.
         * @enum {unknown}
         */
        FootageState: "accepted" | "appealed" | "approved" | "closed" | "consent_pending" | "draft" | "emergency_active" | "expired_no_show" | "footage_held" | "identity_verified" | "lead_tasked" | "needs_info" | "notified" | "officer_review" | "overturned" | "overwritten" | "partially_approved" | "redirected_to_110" | "redirected_to_case" | "refused" | "result_recorded" | "scheduled" | "submitted" | "triaged" | "upheld" | "viewing" | "withdrawn";
        /**
         * Format
         * @description How a file of cameras is written.
         * @enum {unknown}
         */
        Format: "csv" | "geojson";
        /**
         * FoundChanged
         * @description What subscribers hear of a found thing.
         */
        FoundChanged: {
            /** Format: uuid */
            thing_id: string;
            number: number;
            state: components["schemas"]["ThingState"];
            due_at: string | null;
        };
        /**
         * GivenPlace
         * @description A point as somebody gave it; the system it was measured in is part of it.
         */
        GivenPlace: {
            lat: number;
            lon: number;
            crs: components["schemas"]["Crs"];
        };
        /**
         * Handover
         * @description Command of incidents, offered by one person to another, who must accept.
         *
         *     `open_at` is when anyone at a desk of these incidents may accept in place of who is silent.
         */
        Handover: {
            /** Format: uuid */
            handover_id: string;
            incidents: string[];
            /** Format: uuid */
            from_id: string;
            from_name: string;
            /** Format: uuid */
            to_id: string;
            to_name: string;
            note: string;
            state: components["schemas"]["HandoverState"];
            offered_at: string;
            open_at: string;
            ended_at: string | null;
            ended_by: string | null;
            answer: string;
        };
        /**
         * HandoverState
         * @description Whether command that is handed over has been taken.
         * @enum {unknown}
         */
        HandoverState: "accepted" | "declined" | "offered" | "withdrawn";
        /**
         * Hold
         * @description What belongs to an incident is held back from deletion.
         */
        Hold: {
            /** Format: uuid */
            hold_id: string;
            /** Format: uuid */
            incident_id: string;
            /** Format: uuid */
            owner_id: string;
            owner: string;
            reason: string;
            placed_at: string;
            until: string;
            remind_at: string;
            reminded_at: string | null;
            released_at: string | null;
            released_by: string | null;
        };
        /**
         * How
         * @description In which way the consent was given.
         * @enum {unknown}
         */
        How: "by_phone" | "in_person" | "in_writing";
        /**
         * ImportState
         * @description How far a file of cameras has come: all of it is written in the end, or nothing.
         * @enum {unknown}
         */
        ImportState: "arriving" | "done" | "reading" | "refused" | "waiting";
        /**
         * Incident
         * @description An incident as staff see it. `latched` alarms still wait for a person to reset them.
         */
        Incident: {
            /** Format: uuid */
            incident_id: string;
            number: number;
            source: components["schemas"]["Source"];
            kind: components["schemas"]["Kind"];
            technical: boolean;
            silent: boolean;
            test: boolean;
            priority: number;
            state: components["schemas"]["State"];
            area_code: string;
            site_id: string | null;
            title: string;
            place: components["schemas"]["GivenPlace"];
            note: string;
            alarms: number;
            latched: number;
            commander: components["schemas"]["Commander"] | null;
            eta_at: string | null;
            desk_at: string | null;
            desk_reason: string | null;
            merged_into: string | null;
            disposition: components["schemas"]["Disposition"] | null;
            opened_at: string;
            changed_at: string;
            closed_at: string | null;
            closed_by: string | null;
        };
        /**
         * Kind
         * @description What an alarm or incident is about. The last ones are signals of a device about itself.
         * @enum {unknown}
         */
        Kind: "duress" | "emergency" | "fire" | "intruder" | "line_fault" | "low_battery" | "medical" | "missing_child" | "missing_person" | "power_fault" | "tamper";
        /**
         * Mark
         * @description What is wrong with a picture that is kept all the same.
         * @enum {unknown}
         */
        Mark: "black" | "frozen" | "no_signal" | "overexposed" | "stale";
        /**
         * MaskingChanged
         * @description What desks hear: which film, and where it stands; nothing about anybody.
         */
        MaskingChanged: {
            /** Format: uuid */
            masking_id: string;
            /** Format: uuid */
            footage_id: string;
            /** Format: uuid */
            camera_id: string;
            state: components["schemas"]["MaskingState"];
        };
        /**
         * MaskingState
         * @description How far a masked film is. Only one that a person has confirmed is ever shown.
         * @enum {unknown}
         */
        MaskingState: "asked" | "confirmed" | "deleted" | "failed" | "made" | "refused" | "rejected";
        /**
         * Message
         * @description A line between the desk and the units of an incident; `unit_id` is empty for the desk.
         */
        Message: {
            /** Format: uuid */
            message_id: string;
            /** Format: uuid */
            incident_id: string;
            at: string;
            who: string;
            unit_id: string | null;
            text: string;
        };
        /**
         * Moved
         * @description Where a unit is now; sent thinned out, and lost without harm.
         */
        Moved: {
            /** Format: uuid */
            unit_id: string;
            place: components["schemas"]["GivenPlace"];
            fix_at: string;
        };
        /**
         * Notice
         * @description What whoever stands before a screen has to know, in one language.
         */
        Notice: {
            who: string;
            clothing: string;
            place: string;
        };
        /**
         * PostRole
         * @description What a unit is sent for.
         * @enum {unknown}
         */
        PostRole: "backup" | "convergence" | "primary";
        /**
         * Reason
         * @description Why a camera was chosen: it sees the place, or a way out, could be turned, or is near.
         * @enum {unknown}
         */
        Reason: "can_turn" | "near" | "sees" | "way_out";
        /**
         * Relation
         * @description Whose consent it is.
         * @enum {unknown}
         */
        Relation: "grandparent" | "other_guardian" | "parent" | "welfare_body";
        /**
         * RequestKind
         * @description What somebody asks about the own data (Personal Information Protection Law, 44 to 50).
         * @enum {unknown}
         */
        RequestKind: "correct" | "delete" | "explain" | "restrict";
        /**
         * RequestState
         * @description Where a request stands.
         * @enum {unknown}
         */
        RequestState: "done" | "open" | "refused";
        /**
         * RequestStirred
         * @description A request about a person's data was made or answered; read it at its door.
         */
        RequestStirred: {
            /** Format: uuid */
            request_id: string;
            kind: components["schemas"]["RequestKind"];
            state: components["schemas"]["RequestState"];
            due_at: string;
        };
        /**
         * ReviewChanged
         * @description How far a review has come; `answered` where its answer can be read.
         */
        ReviewChanged: {
            /** Format: uuid */
            footage_id: string;
            /** Format: uuid */
            review_id: string;
            /** Format: uuid */
            camera_id: string;
            kind: components["schemas"]["ReviewKind"];
            state: components["schemas"]["ReviewState"];
            done: number;
            answered: boolean;
        };
        /**
         * ReviewKind
         * @description What is looked for: when a thing changed, when anything moved, which minutes are lively.
         * @enum {unknown}
         */
        ReviewKind: "moment" | "ribbon" | "timeline";
        /**
         * ReviewPlanChanged
         * @description The plan of a request has changed; read it.
         */
        ReviewPlanChanged: {
            /** Format: uuid */
            footage_id: string;
        };
        /**
         * ReviewState
         * @description How far it has come.
         * @enum {unknown}
         */
        ReviewState: "cancelled" | "done" | "failed" | "waiting" | "working";
        /**
         * RowFault
         * @description What is wrong with a row of a file: in which column, with which value, and why.
         *
         *     Rows are counted as spreadsheets do, features from 1; row 0 is the whole file. Values are cut
         *     short, and secrets are not shown.
         */
        RowFault: {
            row: number;
            column: string;
            value: string;
            reason: string;
        };
        /**
         * SearchChanged
         * @description What subscribers hear of a search: that something is to be done or was, about nobody.
         */
        SearchChanged: {
            /** Format: uuid */
            search_id: string;
            /** Format: uuid */
            footage_id: string;
            /** Format: uuid */
            incident_id: string;
            number: number;
            at_risk: components["schemas"]["AtRisk"];
            health_risk: boolean;
            review_at: string | null;
            ending: components["schemas"]["SearchEnding"] | null;
        };
        /**
         * SearchEnding
         * @description How a search ended.
         * @enum {unknown}
         */
        SearchEnding: "found" | "given_up" | "handed_over" | "not_at_risk";
        /**
         * SectorChanged
         * @description A unit looks elsewhere now, or in a sector for the first time: read it anew.
         */
        SectorChanged: {
            /** Format: uuid */
            search_id: string;
            /** Format: uuid */
            incident_id: string;
            /** Format: uuid */
            unit_id: string;
        };
        /**
         * SessionEnded
         * @description A session is over; whoever listened by it hears no more.
         */
        SessionEnded: {
            /** Format: uuid */
            session_id: string;
        };
        /**
         * ShownConsent
         * @description A guardian's consent as staff see it.
         */
        ShownConsent: {
            /** @description Masked; `…/unmask` shows it, for a reason. */
            guardian: string;
            relation: components["schemas"]["Relation"];
            how: components["schemas"]["How"];
            given_at: string;
        };
        /**
         * Snapshot
         * @description A picture of an incident and what proves it.
         *
         *     `captured_at` is when its frame reached us, `camera_at` what the camera's own clock said if it
         *     said anything, `clock_ahead_ms` by how much that clock has been ahead of ours lately. `reason`
         *     says why this camera: with `street` where it watches a way out (`on_foot` or by car), with
         *     `preset` where it was turned to the place. `lag_ms` is how long after the press the frame is;
         *     `sha256` is of the stored bytes, which are never altered. `moment_ms` is the instant that was
         *     asked for, from the press.
         */
        Snapshot: {
            /** Format: uuid */
            snapshot_id: string;
            /** Format: uuid */
            incident_id: string;
            /** Format: uuid */
            camera_id: string;
            camera_name: string;
            rank: number;
            reason: components["schemas"]["Reason"];
            distance_m: number;
            street: string | null;
            street_en: string | null;
            on_foot: boolean | null;
            preset: string | null;
            want: components["schemas"]["Want"];
            moment_ms: number;
            marks: components["schemas"]["Mark"][];
            state: components["schemas"]["SnapshotState"];
            attempt: number;
            trouble: string | null;
            captured_at: string | null;
            camera_at: string | null;
            clock_ahead_ms: number | null;
            stored_at: string | null;
            lag_ms: number | null;
            source: string | null;
            sha256: string | null;
            size_bytes: number | null;
            width: number | null;
            height: number | null;
        };
        /**
         * SnapshotState
         * @description How far a picture has come.
         * @enum {unknown}
         */
        SnapshotState: "failed" | "planned" | "stored";
        /**
         * Source
         * @description Where an incident came from.
         * @enum {unknown}
         */
        Source: "110" | "hand" | "press" | "red_alert" | "request" | "site";
        /**
         * State
         * @description How far the response has come, in the field's own terms.
         * @enum {unknown}
         */
        State: "active" | "assigned" | "cancelled" | "closed" | "en_route" | "on_scene" | "reopened";
        /**
         * Stirred
         * @description Something of a site has changed: whoever shows it reads it anew.
         */
        Stirred: {
            /** Format: uuid */
            site_id: string;
        };
        /**
         * TaskShown
         * @description A task as the phone and the console see it.
         *
         *     `place` is where the unit goes, `incident_place` where it happened. `answer_by` is when the
         *     next unit rings too. `ringing` means that an answer is awaited.
         */
        TaskShown: {
            /** Format: uuid */
            task_id: string;
            /** Format: uuid */
            incident_id: string;
            incident_number: number;
            kind: components["schemas"]["Kind"];
            priority: number;
            test: boolean;
            silent: boolean;
            title: string;
            note: string;
            role: components["schemas"]["PostRole"];
            point_name: string;
            place: components["schemas"]["GivenPlace"];
            incident_place: components["schemas"]["GivenPlace"];
            modifiers: string[];
            /** Format: uuid */
            unit_id: string;
            call_sign: string;
            state: components["schemas"]["TaskState"];
            ringing: boolean;
            tier: number;
            by_hand: boolean;
            distance_m: number | null;
            eta_s: number | null;
            eta_source: string;
            reasons: string[];
            offered_at: string;
            answer_by: string;
            received_at: string | null;
            answered_at: string | null;
            en_route_at: string | null;
            on_scene_at: string | null;
            ended_at: string | null;
            lost_at: string | null;
            reason: string | null;
        };
        /**
         * TaskState
         * @description How far one unit has come with one task.
         * @enum {unknown}
         */
        TaskState: "accepted" | "cleared" | "declined" | "en_route" | "offered" | "on_scene" | "received" | "taken" | "unanswered" | "withdrawn";
        /**
         * TestPlan
         * @description A declared test. `withdrawn_at`: from then on presses count again; `real_at`: it was real.
         */
        TestPlan: {
            /** Format: uuid */
            plan_id: string;
            /** Format: uuid */
            site_id: string;
            starts_at: string;
            ends_at: string;
            unit_ids: string[];
            note: string;
            silent: boolean;
            declared_name: string;
            withdrawn_at: string | null;
            real_at: string | null;
            real_by: string | null;
        };
        /**
         * ThingState
         * @description Where a found thing stands.
         * @enum {unknown}
         */
        ThingState: "kept" | "matched" | "returned" | "to_state";
        /**
         * ViewingChanged
         * @description What desks hear of a viewing; nothing about anybody.
         */
        ViewingChanged: {
            /** Format: uuid */
            viewing_id: string;
            /** Format: uuid */
            footage_id: string;
            number: number;
            is_over: boolean;
        };
        /**
         * Want
         * @description Which frame of a camera was asked for.
         *
         *     The first that can be had; of a camera whose stream is kept also the one nearest the press,
         *     the newest, and those around the press.
         * @enum {unknown}
         */
        Want: "at" | "first" | "nearest" | "newest";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;

export type LiveEvent =
    | { topic: "alarm.raised"; seq: number; at: string; body: components["schemas"]["Alarm"] }
    | { topic: "alarm.real"; seq: number; at: string; body: components["schemas"]["Alarm"] }
    | { topic: "alarm.reset"; seq: number; at: string; body: components["schemas"]["Alarm"] }
    | { topic: "bulletin.ended"; seq: number; at: string; body: components["schemas"]["Bulletin"] }
    | { topic: "bulletin.issued"; seq: number; at: string; body: components["schemas"]["Bulletin"] }
    | { topic: "camera.imported"; seq: number; at: string; body: components["schemas"]["CameraImport"] }
    | { topic: "data_request.changed"; seq: number; at: string; body: components["schemas"]["RequestStirred"] }
    | { topic: "device.changed"; seq: number; at: string; body: components["schemas"]["DeviceChanged"] }
    | { topic: "device.refused"; seq: number; at: string; body: components["schemas"]["DeviceRefused"] }
    | { topic: "fault.cleared"; seq: number; at: string; body: components["schemas"]["Fault"] }
    | { topic: "fault.raised"; seq: number; at: string; body: components["schemas"]["Fault"] }
    | { topic: "footage.changed"; seq: number; at: string; body: components["schemas"]["FootageChanged"] }
    | { topic: "footage.ended"; seq: number; at: string; body: components["schemas"]["FootageChanged"] }
    | { topic: "footage.filed"; seq: number; at: string; body: components["schemas"]["FootageChanged"] }
    | { topic: "footage.late"; seq: number; at: string; body: components["schemas"]["FootageChanged"] }
    | { topic: "footage.masked"; seq: number; at: string; body: components["schemas"]["MaskingChanged"] }
    | { topic: "footage.messaged"; seq: number; at: string; body: components["schemas"]["FootageChanged"] }
    | { topic: "footage.not_held"; seq: number; at: string; body: components["schemas"]["FootageChanged"] }
    | { topic: "footage.viewed"; seq: number; at: string; body: components["schemas"]["ViewingChanged"] }
    | { topic: "found.changed"; seq: number; at: string; body: components["schemas"]["FoundChanged"] }
    | { topic: "found.due"; seq: number; at: string; body: components["schemas"]["FoundChanged"] }
    | { topic: "handover.ended"; seq: number; at: string; body: components["schemas"]["Handover"] }
    | { topic: "handover.offered"; seq: number; at: string; body: components["schemas"]["Handover"] }
    | { topic: "hold.changed"; seq: number; at: string; body: components["schemas"]["Hold"] }
    | { topic: "hold.ends"; seq: number; at: string; body: components["schemas"]["Hold"] }
    | { topic: "incident.changed"; seq: number; at: string; body: components["schemas"]["Incident"] }
    | { topic: "incident.ended"; seq: number; at: string; body: components["schemas"]["Incident"] }
    | { topic: "incident.message"; seq: number; at: string; body: components["schemas"]["Message"] }
    | { topic: "incident.opened"; seq: number; at: string; body: components["schemas"]["Incident"] }
    | { topic: "incident.real"; seq: number; at: string; body: components["schemas"]["Incident"] }
    | { topic: "incident.reopened"; seq: number; at: string; body: components["schemas"]["Incident"] }
    | { topic: "planning.changed"; seq: number; at: string; body: components["schemas"]["ReviewPlanChanged"] }
    | { topic: "review.desk"; seq: number; at: string; body: components["schemas"]["DeskChanged"] }
    | { topic: "review.found"; seq: number; at: string; body: components["schemas"]["FindingChanged"] }
    | { topic: "review.progress"; seq: number; at: string; body: components["schemas"]["ReviewChanged"] }
    | { topic: "search.changed"; seq: number; at: string; body: components["schemas"]["SearchChanged"] }
    | { topic: "search.ended"; seq: number; at: string; body: components["schemas"]["SearchChanged"] }
    | { topic: "search.reminded"; seq: number; at: string; body: components["schemas"]["SearchChanged"] }
    | { topic: "search.sector"; seq: number; at: string; body: components["schemas"]["SectorChanged"] }
    | { topic: "search.started"; seq: number; at: string; body: components["schemas"]["SearchChanged"] }
    | { topic: "session.ended"; seq: number; at: string; body: components["schemas"]["SessionEnded"] }
    | { topic: "site.drill"; seq: number; at: string; body: components["schemas"]["DrillTold"] }
    | { topic: "site.stirred"; seq: null; at: string; body: components["schemas"]["Stirred"] }
    | { topic: "snapshot.failed"; seq: number; at: string; body: components["schemas"]["Snapshot"] }
    | { topic: "snapshot.planned"; seq: number; at: string; body: components["schemas"]["Snapshot"] }
    | { topic: "snapshot.stored"; seq: number; at: string; body: components["schemas"]["Snapshot"] }
    | { topic: "task.changed"; seq: number; at: string; body: components["schemas"]["TaskShown"] }
    | { topic: "task.offered"; seq: number; at: string; body: components["schemas"]["TaskShown"] }
    | { topic: "unit.duty"; seq: number; at: string; body: components["schemas"]["Duty"] }
    | { topic: "unit.moved"; seq: null; at: string; body: components["schemas"]["Moved"] };
