// Generated from api_spec by `npm run types`; do not edit.

export interface paths {
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This process runs. */
        get: operations["doors_health_live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether a press would be taken now, and how the parts are. */
        get: operations["doors_health_ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/access-register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who looked at what in your areas, the newest first. */
        get: operations["inspection_list_looks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/access-register/anchors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Signed states of the register, the newest first. Keep them where nobody here reaches them. */
        get: operations["inspection_list_anchors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/access-register/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The register of your areas as a file. That you take it is written into it first. */
        get: operations["inspection_export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Accounts of your areas, by name; `after` a name goes on. */
        get: operations["account_list_accounts"];
        put?: never;
        /** Add an account; its password is shown once, and changed at the first sign-in. */
        post: operations["account_add_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/by-number": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whose telephone number this is, in your areas. Your reason is on record first. */
        post: operations["phone_find_by_number"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account_id}/moves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Block or unblock an account, give it a password, reset its factor, or end its sessions. */
        post: operations["account_move_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account_id}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set an account's roles in your areas, with an end where one is named. */
        put: operations["account_set_roles"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account_id}/sign-on": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Link an account to a subject of the provider, or to none. */
        put: operations["account_link_account"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account_id}/unmask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Somebody's telephone number. Your reason is written into the access register first. */
        post: operations["phone_unmask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alarms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every latched alarm of your areas, the oldest first. */
        get: operations["alarm_list_latched"];
        put?: never;
        /** A key was pressed. 201: it is on disk; 200: it was already. */
        post: operations["alarm_take_press"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alarms/{alarm_id}/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reset a latched alarm and say what it was. */
        post: operations["alarm_reset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alarms/{press_id}/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far the answer to a press has come. */
        get: operations["alarm_show_progress"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/areas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The areas you see, and everything below them. */
        get: operations["centre_list_areas"];
        put?: never;
        /** Add a command centre's area below one of yours. */
        post: operations["centre_add_area"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/areas/{area_code}/keeping": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How long what is kept in an area, by which policy, and its own policies. */
        get: operations["keeping_show_keeping"];
        put?: never;
        /** Set how long what is kept in an area, from an instant on. Earlier policies stay. */
        post: operations["keeping_set_keeping"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/areas/{area_code}/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Versions of notices that an area, those above it and the system have, the newest first. */
        get: operations["person_list_notices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/areas/{area_code}/policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set values for an area from now on; what is left out holds from the area above. */
        put: operations["centre_set_policy"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bulletins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Current bulletins of your areas, the newest first. */
        get: operations["bulletin_list_bulletins"];
        put?: never;
        /** Release a missing child's bulletin for an area without a search, by a guardian's consent. */
        post: operations["bulletin_issue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bulletins/{bulletin_id}/portrait": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The picture of a bulletin. That you look is written into the access register first. */
        get: operations["bulletin_look"];
        /** Give a bulletin its picture. It is made anew: nothing that a camera wrote into it stays. */
        put: operations["bulletin_set_portrait"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bulletins/{bulletin_id}/unmask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Who gave the consent. Your reason is written into the access register first. */
        post: operations["bulletin_unmask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bulletins/{bulletin_id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a bulletin off every screen; its picture is deleted. */
        post: operations["bulletin_withdraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/camera-imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The latest files for your areas, and how far each has come. */
        get: operations["camera_list_imports"];
        put?: never;
        /** Hand in a file of cameras of your areas; `crs` holds where a row names none. */
        post: operations["camera_hand_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/camera-imports/{import_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far a file has come, and what is wrong with which row. */
        get: operations["camera_show_import"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cameras": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cameras of your areas by id; `after` is the last id of the page before. */
        get: operations["camera_list_cameras"];
        put?: never;
        /** Add a camera to an area of yours. */
        post: operations["camera_add_camera"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cameras/clusters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cameras of your areas in a piece of the map, taken together where they would overlap. */
        get: operations["camera_list_clusters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cameras/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The cameras of your areas as a file that can be handed in again; no addresses, no logins. */
        get: operations["camera_export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cameras/{camera_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All that is known of a camera but its addresses and logins. */
        get: operations["camera_show_camera"];
        /** Write a camera anew; addresses and logins that are left out stay as they are. */
        put: operations["camera_change_camera"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cameras/{camera_id}/presets/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask a camera for the directions that it knows by name (ONVIF presets). */
        post: operations["camera_read_presets"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cameras/{camera_id}/recording": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say where a camera's recordings lie, as which channel, and for how many days. */
        put: operations["recorder_set_recording"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cameras/{camera_id}/unmask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Where a camera answers. Your reason is written into the access register first. */
        post: operations["camera_unmask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/citizen/codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a code to a citizen's telephone. */
        post: operations["account_send_code"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/citizen/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in as a citizen by a code; a first one makes the account. */
        post: operations["account_sign_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/data-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What people of your areas ask about their data: what waits first, by its deadline. */
        get: operations["person_list_requests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/data-requests/{request_id}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answer a request; one for deletion that is done says what stays of the account. */
        post: operations["person_answer_request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deletions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Proof of what was deleted in your areas, the newest first. */
        get: operations["keeping_list_deletions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/devices/bulletins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a box with a screen is to show now. */
        get: operations["bulletin_show_bulletins"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/devices/bulletins/{bulletin_id}/portrait": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The picture of a bulletin that this box shows now; 64 kilobytes at most. */
        get: operations["bulletin_send_portrait"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/devices/enrol": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A box shows its one-time code and its key. */
        post: operations["site_enrol"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/devices/heartbeat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A box says that it lives, and hears of its presses. */
        post: operations["alarm_heartbeat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/devices/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A box puts a new key in place of the one that signs this request. */
        post: operations["site_rotate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/devices/{device_id}/moves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Revoke a device, or invite it with a fresh code. */
        post: operations["site_move_device"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/faults": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Open faults of your areas, the newest first. */
        get: operations["fault_list_faults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/faults/{fault_id}/clear": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that a fault is dealt with. */
        post: operations["fault_clear_fault"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-consent-links/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answer by a link, once. */
        post: operations["footage_answer_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-consent-links/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The question of a link: exactly which cameras and minutes, and nothing about anybody. */
        post: operations["footage_read_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-consents/{consent_id}/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A link for one managing unit, good once and for a day; any before is good no more. */
        post: operations["footage_give_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-consents/{consent_id}/second": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Agree as the second person, where minors are concerned. */
        post: operations["footage_second"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-consents/{consent_id}/written": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A consent that was given by mouth has come in writing. */
        post: operations["footage_note_written"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-copies/{copy_id}/give": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a copy to an authority as the second officer, once; its hash is in the register. */
        post: operations["viewing_give_copy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-findings/{finding_id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Agree as the second person: minors, schools, sites of the first class. */
        post: operations["reviewing_confirm_finding"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-findings/{finding_id}/look": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a finding shows, also for whoever confirms it without having the request. */
        post: operations["reviewing_look_at_finding"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-findings/{finding_id}/take-back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** It was none: it stays to be read, and counts no more. */
        post: operations["reviewing_take_finding_back"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-receipts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** How far a request has come, for whoever has its receipt; nothing about anybody. */
        post: operations["footage_look_up"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-refusals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The codes of refusal, each with its law and what can be done about it. */
        get: operations["footage_list_refusals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Open requests of your areas: a life at risk first, then what is late, due or lost first. */
        get: operations["footage_queue"];
        put?: never;
        /** File for somebody who stands at your counter. */
        post: operations["footage_file_at_counter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-requests/ended": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Requests of your areas that are over, the newest first. */
        get: operations["footage_ended"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-requests/{footage_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One request with its cameras, how each is held, and what you may do next. */
        get: operations["footage_whole"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-requests/{footage_id}/answers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Somebody remembers whether the thing was there at an instant; the time is narrowed. */
        post: operations["planning_note_answer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-requests/{footage_id}/cameras": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add further cameras, ten a round: their recordings are held, and their units are asked. */
        post: operations["footage_add_cameras"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-requests/{footage_id}/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The questions to managing units about a request, with their answers. */
        get: operations["footage_list_questions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-requests/{footage_id}/consents/spoken": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep what a managing unit said by mouth in an emergency; writing is due within a day. */
        post: operations["footage_note_spoken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-requests/{footage_id}/copies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The copies that authorities asked for. */
        get: operations["viewing_list_copies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-requests/{footage_id}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide of each camera: approve, narrow to some minutes, or refuse with a code. */
        post: operations["footage_decide"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-requests/{footage_id}/desk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who has a request for review, what of it you may look at now, and what lies at the desk. */
        get: operations["reviewing_show_desk"];
        put?: never;
        /** Take a request for review, or say that you still have it: once a minute while you do. */
        post: operations["reviewing_take_request"];
        /** Let go of a request, so that a colleague may take it. */
        delete: operations["reviewing_release_request"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-requests/{footage_id}/desk/hand-over": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hand a request that you have over to a colleague: it is at once theirs. */
        post: operations["reviewing_hand_request_over"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-requests/{footage_id}/desk/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** To whom you can hand a request over. */
        get: operations["reviewing_list_reviewers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-requests/{footage_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The timeline of a request: what was done, when and by whom. */
        get: operations["footage_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-requests/{footage_id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an applicant has added to his request. */
        get: operations["footage_list_files"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-requests/{footage_id}/files/{file_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A photo or a paper. Who looks is in the access register first. */
        get: operations["footage_look_at_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-requests/{footage_id}/findings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was found for a request, in order; also what was taken back. */
        get: operations["reviewing_list_findings"];
        put?: never;
        /** Mark what you have found. Where the law asks, a second person confirms it first. */
        post: operations["reviewing_mark_finding"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-requests/{footage_id}/identity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep that you have seen the applicant's card: what an emergency put off is made up for. */
        post: operations["footage_check_card"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-requests/{footage_id}/looks/frame": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** One frame; `X-Begins-At` says of when it is. The access register says first that you look. */
        post: operations["reviewing_look_at_frame"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-requests/{footage_id}/looks/piece": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Up to a minute as a film, from `X-Begins-At` to `X-Ends-At`, without sound. */
        post: operations["reviewing_look_at_piece"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-requests/{footage_id}/looks/sheet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Frames beside each other, four in a row, with camera and time; of a candidate by `at`. */
        post: operations["reviewing_look_at_sheet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-requests/{footage_id}/maskings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The masked films of a request, and how far each is. */
        get: operations["viewing_list_maskings"];
        put?: never;
        /** Have granted minutes of a camera masked: films of five minutes, made one after the other. */
        post: operations["viewing_ask_masking"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-requests/{footage_id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What citizen and office have written about a request. */
        get: operations["footage_list_messages"];
        put?: never;
        /** Write to the applicant of a request. */
        post: operations["footage_say"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-requests/{footage_id}/moves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Move a request on, as its table allows. Of two at once the slower is told who has it. */
        post: operations["footage_move"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-requests/{footage_id}/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which cameras of your areas to watch for a request, which minutes, in which order. */
        get: operations["planning_review_plan"];
        /** Say where somebody was seen last, when, and how he went on; the plan by that. */
        put: operations["planning_begin_plan"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-requests/{footage_id}/recordings/{camera_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Have a camera's recording brought to your desk; `review.desk` says when it is there. */
        post: operations["reviewing_bring_recording"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-requests/{footage_id}/recordings/{camera_id}/clock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say how far a recorder's clock is ahead, as its pictures show; it is brought anew then. */
        put: operations["reviewing_set_recorder_clock"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-requests/{footage_id}/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was looked for in a request's recordings, with its answers, the newest first. */
        get: operations["reviewing_list_reviews"];
        put?: never;
        /** Look for something in a recording at your desk: `review.progress` says how far it is. */
        post: operations["reviewing_ask_review"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-requests/{footage_id}/sightings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** You saw him by a camera and are sure; the plan goes on from there. */
        post: operations["planning_note_sighting"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-requests/{footage_id}/sightings/{sighting_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** It was somebody else: the plan goes on from the sighting before. */
        delete: operations["planning_withdraw_sighting"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-requests/{footage_id}/sightings/{sighting_id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** You have looked and agree, as the second person: the plan goes on from there. */
        post: operations["planning_confirm_sighting"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-requests/{footage_id}/unmask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Who applies. Your reason is written into the access register first. */
        post: operations["footage_unmask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-requests/{footage_id}/viewing-room": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a viewing needs: its time, the undertaking, what may be played, what was begun. */
        get: operations["viewing_show_room"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-requests/{footage_id}/viewings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin a viewing on this screen, in the time that was set; another screen's ends. */
        post: operations["viewing_begin_viewing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-requests/{footage_id}/watched": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** You watched these minutes of a camera in vain; what to watch next. */
        post: operations["planning_note_watched"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-reviews/{review_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One review, how far it has come, and its answer. */
        get: operations["reviewing_show_review"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-reviews/{review_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Call a review off; one that is over stays as it is. */
        post: operations["reviewing_cancel_review"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/footage-units": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say which accounts answer for a managing unit of an area. */
        put: operations["footage_set_unit"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/found-notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was found in an area and waits for its owner; whoever comes says what it looks like. */
        get: operations["found_list_notices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/found-things": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Things of your areas that are here, or that have gone, the newest first. */
        get: operations["found_list_things"];
        put?: never;
        /** Enter a thing that was handed in. */
        post: operations["found_enter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/found-things/{thing_id}/candidates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Requests that may be of this thing, the likeliest first, for a person to judge. */
        get: operations["found_list_candidates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/found-things/{thing_id}/moves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Announce it, match it with a request, hand it over, or dispose of it after its year. */
        post: operations["found_move"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/found-things/{thing_id}/photo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The picture of a thing. That you look is written into the access register first. */
        get: operations["found_look"];
        /** Give a thing its picture. It is made anew: nothing that a camera wrote into it stays. */
        put: operations["found_set_photo"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/found-things/{thing_id}/receipt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was signed at the hand-over. That you read it is in the access register first. */
        get: operations["found_receipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/found-things/{thing_id}/unmask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Who has brought it. Your reason is written into the access register first. */
        post: operations["found_unmask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/gateways/huawei/receipts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Huawei says what became of messages; its stamp is in the header X-HUAWEI-CALLBACK-ID. */
        post: operations["phone_take_huawei_receipts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/handovers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is offered in your areas and waits for an answer. */
        get: operations["incident_list_handovers"];
        put?: never;
        /** Offer what you command to a person, with a note; you command until it is accepted. */
        post: operations["incident_offer_handover"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/handovers/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** To whom you may hand over an incident that you command, or all of them. */
        get: operations["incident_list_people"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/handovers/{handover_id}/moves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept, decline, withdraw. After three silent minutes anyone at a desk of it may accept. */
        post: operations["incident_move_handover"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Holds of your areas that stand, the first to end first. */
        get: operations["keeping_list_holds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/holds/{hold_id}/moves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lengthen a hold, or release it. */
        post: operations["keeping_move_hold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Open incidents of your areas, the oldest first; or ended ones, the newest first. */
        get: operations["incident_list_incidents"];
        put?: never;
        /** Open what no key has reported: seen, handed over by 110, or a red alert. */
        post: operations["incident_open_by_hand"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/incidents/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Incidents of your areas, the newest first; `before` is the last number of the page before. */
        get: operations["incident_search_incidents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/incidents/{incident_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One incident. */
        get: operations["incident_show_incident"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/incidents/{incident_id}/alarms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The alarms of an incident. */
        get: operations["alarm_list_alarms"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/incidents/{incident_id}/candidates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Free units, ranked, with the reasons. */
        get: operations["dispatch_list_candidates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/incidents/{incident_id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every attempt to ring a phone for an incident: what its gateway said, and the phone. */
        get: operations["dispatch_list_deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/incidents/{incident_id}/holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Holds of an incident, also those that are over. */
        get: operations["keeping_list_holds_of"];
        put?: never;
        /** Hold back what belongs to an incident from deletion: pictures, ways, words, who looked. */
        post: operations["keeping_place_hold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/incidents/{incident_id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the desk and the units have written about an incident that you have to do with. */
        get: operations["dispatch_list_messages"];
        put?: never;
        /** Write a line to the desk and the units of an incident; the same number again is the same. */
        post: operations["dispatch_write_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/incidents/{incident_id}/moves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take command, transfer, merge, change priority, note, close, cancel, reopen. */
        post: operations["incident_move_incident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/incidents/{incident_id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An incident as it went: its lines, its units' ways, its pictures; six hours at most. */
        get: operations["dispatch_show_replay"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/incidents/{incident_id}/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The search that an incident is. */
        get: operations["missing_search_of_incident"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/incidents/{incident_id}/shown": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Your screen shows an incident: when it first stood before somebody is kept. */
        post: operations["incident_note_shown"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/incidents/{incident_id}/sights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** An address of an incident's pictures that holds for some minutes, for you alone. */
        post: operations["incident_give_sight"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/incidents/{incident_id}/snapshots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Pictures of an incident: planned, stored, or why there is none. */
        get: operations["incident_list_snapshots"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/incidents/{incident_id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened, line by line; `after` is the last line of the page before. */
        get: operations["incident_show_timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/incidents/{incident_id}/units": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an incident needs, and every unit that was asked. */
        get: operations["dispatch_list_needs"];
        put?: never;
        /** Ask one unit because you say so, busy or not. */
        post: operations["dispatch_offer_by_hand"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events that you may hear, as server-sent events; `Last-Event-ID` or `after` resumes. */
        get: operations["doors_live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/map": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the map begins. */
        get: operations["doors_map_setup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/map/base": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The map's base layer: streets, water, buildings as GeoJSON in WGS-84. */
        get: operations["doors_map_base"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/maskings/{masking_id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Nobody is to be seen in it: it may be shown. Only who looked at every strip can say so. */
        post: operations["viewing_confirm_masking"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/maskings/{masking_id}/copies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write that an authority asks for a copy: its organ, the law, the document's number. */
        post: operations["viewing_ask_copy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/maskings/{masking_id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Somebody is to be seen in it: it is never shown. */
        post: operations["viewing_reject_masking"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/maskings/{masking_id}/strips": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Half a minute of a masked film, a picture a second, for whoever is to confirm it. */
        post: operations["viewing_look_at_strip"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who you are here. */
        get: operations["patrol_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Correct your own name on show and telephone number. */
        patch: operations["person_correct_me"];
        trace?: never;
    };
    "/v1/me/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which versions of notices you took note of, and when; also what you withdrew. */
        get: operations["person_my_consents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/consents/{notice_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Take note of a version of a notice; again changes nothing. */
        put: operations["person_give_consent"];
        post?: never;
        /** Withdraw it, as easily as it was given; the notice is shown again. */
        delete: operations["person_withdraw_consent"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything that is kept about you, with why, on which ground, how long, and for whom. */
        get: operations["person_my_data"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/duty": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on duty, or off it. */
        post: operations["patrol_set_duty"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your second factor, and how many recovery codes are left. */
        get: operations["identity_own_factor"];
        put?: never;
        /** A secret for an authenticator: for your password, and a code of the factor you have. */
        post: operations["identity_begin_own_factor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/factor/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm it by its first code, in place of the one before; every other session ends. */
        post: operations["identity_confirm_own_factor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/footage-consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The questions to the managing units that you answer for. */
        get: operations["footage_own_questions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/footage-consents/{consent_id}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Consent, refuse, or take a consent back, for your managing unit. */
        post: operations["footage_answer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/footage-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your own requests, the newest first. */
        get: operations["footage_own_requests"];
        put?: never;
        /** Ask what cameras have seen. What they recorded is held back before anybody decides. */
        post: operations["footage_file_own"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/footage-requests/{footage_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of your own requests: how far it is, until when what happens, what you may do. */
        get: operations["footage_own_request"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/footage-requests/{footage_id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What you have added to your request. */
        get: operations["footage_own_files"];
        put?: never;
        /** Add a photo or a paper to your request. It is drawn anew: where it was taken stays behind. */
        post: operations["footage_add_file"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/footage-requests/{footage_id}/identity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Show who you are by a token, instead of at the counter. */
        post: operations["footage_identify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/footage-requests/{footage_id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What you and the office have written about your request. */
        get: operations["footage_own_messages"];
        put?: never;
        /** Write to the office about your request. */
        post: operations["footage_say_own"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/footage-requests/{footage_id}/moves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Withdraw your request, give what was missing, or appeal. */
        post: operations["footage_move_own"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/footage-requests/{footage_id}/satisfaction": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say how satisfied you are with how your request was handled. */
        put: operations["footage_rate"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The notices that are for you, and when you took note of each. */
        get: operations["person_my_notices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change your password; every other session of yours ends. */
        put: operations["identity_change_password"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/phones": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The phones that you are signed in on, and when each was last reached. */
        get: operations["phone_my_phones"];
        put?: never;
        /** Register the phone that you carry. */
        post: operations["phone_add_phone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/phones/{phone_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** What your phone says of itself at each start: its address, and what it lets us do. */
        put: operations["phone_keep_phone"];
        post?: never;
        /** Ring this phone no more. */
        delete: operations["phone_sign_out_phone"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/phones/{phone_id}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ring this phone for trial. */
        post: operations["phone_check_phone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/positions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Positions gathered by the phone, on duty only. */
        post: operations["patrol_take_fixes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ten new recovery codes in place of the old ones. */
        post: operations["identity_renew_recovery_codes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What you have asked, the latest first, with the answers. */
        get: operations["person_my_requests"];
        put?: never;
        /** Ask for correction, deletion, restriction or an explanation of what is kept about you. */
        post: operations["person_ask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where you are signed in. */
        get: operations["identity_own_sessions"];
        put?: never;
        post?: never;
        /** Sign out everywhere, here too; with `others`, everywhere but here. */
        delete: operations["identity_end_sessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of your sessions. */
        delete: operations["identity_end_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What your unit is asked and has in hand: the truth, whatever was pushed or missed. */
        get: operations["dispatch_inbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add a version of a notice for one of your areas; those before it stay as they are. */
        post: operations["person_add_notice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/notices/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What people of a kind are told about their data: the version that holds in an area now. */
        get: operations["person_notice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/receipts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A push has arrived. Its number is the proof: a phone that is asleep has no session. */
        post: operations["dispatch_take_receipt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/recorders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The recorders of your areas, by name. */
        get: operations["recorder_list_recorders"];
        put?: never;
        /** Add a recorder to an area: a folder, one with an API or a gateway, or one that plays. */
        post: operations["recorder_add_recorder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/response-plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The response plans set for your areas; elsewhere the default holds. */
        get: operations["incident_list_plans"];
        put?: never;
        /** Set a response plan from now on; incidents that are open keep theirs. */
        post: operations["incident_set_plan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/school/sites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The sites of which you are the contact. */
        get: operations["school_list_schools"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/school/sites/{site_id}/bulletins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Missing children that are shown where your site is, as everybody sees them. */
        get: operations["school_list_bulletins"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/school/sites/{site_id}/coming": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your site's alarms that are open or have just ended, and who comes. */
        get: operations["school_list_coming"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/school/sites/{site_id}/drills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The drills ever announced for your site, the latest first. */
        get: operations["school_list_drills"];
        put?: never;
        /** Announce a drill of your site; every desk above it is told. */
        post: operations["school_announce"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/school/sites/{site_id}/drills/{plan_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a drill back, or end it early: presses are real again at once. */
        delete: operations["school_withdraw"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/school/sites/{site_id}/drills/{plan_id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of a drill: each press, and when each step of the answer came. */
        get: operations["school_show_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/school/sites/{site_id}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The keys of your site, each with what is wrong with it. */
        get: operations["school_list_keys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/school/sites/{site_id}/keys/{device_id}/keeper": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say who looks after a key of your site. */
        put: operations["school_set_keeper"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/school/sites/{site_id}/real": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that what began as a drill is real: it ends, and units are asked in earnest. */
        post: operations["school_say_real"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/searches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is searched for in your areas, the most urgent first, and what is still owed of each. */
        get: operations["missing_list_searches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/searches/{search_id}/bulletins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Release a missing minor's bulletin to everybody in an area, until the search ends. */
        post: operations["missing_release"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/searches/{search_id}/moves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Look at it anew, say more of who is missing, note the hand-over to 110, or end it. */
        post: operations["missing_move"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/searches/{search_id}/words": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What to look for. That you read it is written into the access register first. */
        get: operations["missing_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/security-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who signed in, who failed, what was changed about accounts; the newest first. */
        get: operations["account_list_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in with name and password. */
        post: operations["identity_sign_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on signing in with a code of the second factor, or with a recovery code. */
        post: operations["identity_give_code"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Sign out. */
        delete: operations["identity_sign_out"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new secret for an authenticator, to be confirmed by its first code. */
        post: operations["identity_show_factor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/factor/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm the second factor by its first code, and be signed in. */
        post: operations["identity_confirm_factor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on signing in with a password of one's own in place of one that was given. */
        post: operations["identity_give_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Renew a session with its refresh token, from the body or the cookie. */
        post: operations["identity_refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sights/{sight}/cameras/{camera_id}/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a camera of the incident shows now, as JPEG pictures one after the other. */
        get: operations["incident_watch_by_sight"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sights/{sight}/{snapshot_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One picture, by an address that was given to somebody: it is he who looks. */
        get: operations["incident_show_by_sight"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-on": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether people may sign in by a provider. */
        get: operations["account_has_sign_on"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-on/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Come back from the provider. */
        get: operations["account_come_back"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-on/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sign out of the provider too. */
        get: operations["account_end"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-on/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Go to the provider. */
        get: operations["account_start"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sites of your areas by id; `after` is the last id of the page before. */
        get: operations["site_list_sites"];
        put?: never;
        /** Add a site to an area of yours. */
        post: operations["site_add_site"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sites/{site_id}/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The keys and kiosks of a site. */
        get: operations["site_list_devices"];
        put?: never;
        /** Add a key or kiosk; the answer holds the code that enrols its box. */
        post: operations["site_add_device"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sites/{site_id}/real": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that a site's drill is real: it ends, and units are asked in earnest. */
        post: operations["alarm_say_real"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sites/{site_id}/test-plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tests declared for a site that are not over. */
        get: operations["site_list_tests"];
        put?: never;
        /** Declare that presses of a site in a window are tests. */
        post: operations["site_declare_test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sites/{site_id}/test-plans/{plan_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a declared test back. */
        delete: operations["site_withdraw_test"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/snapshots/{snapshot_id}/image": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One picture. That you look is written into the access register before it is sent. */
        get: operations["incident_show_picture"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What rings or is in hand for the open incidents of your areas, by id. */
        get: operations["dispatch_list_tasks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{task_id}/moves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Receive, accept, decline, en_route, on_scene, clear; a dispatcher: withdraw, replace. */
        post: operations["dispatch_move_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{task_id}/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whom your task is to find. That you read it is written into the access register first. */
        get: operations["missing_read_as_unit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{task_id}/sector": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which sector your unit looks through; it is another when the plan is. */
        get: operations["missing_sector_as_unit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{task_id}/sights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** An address of your task's pictures that holds for some minutes, for you alone. */
        post: operations["dispatch_give_sight"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{task_id}/snapshots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The pictures of your task's incident. */
        get: operations["dispatch_list_snapshots"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{task_id}/snapshots/{snapshot_id}/image": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of them. That you look is written into the access register before it is sent. */
        get: operations["dispatch_show_picture"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/test-plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Declared tests of your areas that are under way or begin within a day. */
        get: operations["site_list_drills"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/units": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Units of your areas by id; `after` is the last id of the page before. */
        get: operations["patrol_list_units"];
        put?: never;
        /** Add a unit with its officers to an area of yours. */
        post: operations["patrol_add_unit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/units/{unit_id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say who rides in a unit that is off duty; everybody else leaves it. */
        put: operations["patrol_set_members"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/units/{unit_id}/reach": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What each officer of a unit can be rung by, and when that last worked. */
        get: operations["dispatch_show_reach"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/viewing-undertaking": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an applicant signs before anything is shown. */
        get: operations["viewing_show_undertaking"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/viewings/{viewing_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A viewing: until when, who is present, what may be played. */
        get: operations["viewing_show_viewing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/viewings/{viewing_id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a viewing: nothing more is shown of it. */
        post: operations["viewing_end_viewing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/viewings/{viewing_id}/second": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say, as another officer, that you are present at a viewing. */
        post: operations["viewing_attend_viewing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/viewings/{viewing_id}/stretches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ten seconds of a film, marked, for the screen of a viewing: nothing that can be kept. */
        post: operations["viewing_watch_stretch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/web-push": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The key with which a browser subscribes, so that nobody else can ring it. */
        get: operations["phone_show_web_push_key"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Account
         * @description An account; `blocked_at` where nobody may sign in to it. No secret of it is ever shown.
         */
        Account: {
            /** Format: uuid */
            account_id: string;
            name: string;
            display: string;
            demo: boolean;
            blocked_at: string | null;
            password_once: boolean;
            has_factor: boolean;
            phone_number: string | null;
            roles: components["schemas"]["GrantTold"][];
        };
        /**
         * AccountGiven
         * @description An account as it is now; a password that was made, to be changed at the next sign-in.
         */
        AccountGiven: {
            account: components["schemas"]["Account"];
            password: string | null;
        };
        /**
         * AccountMove
         * @description What an administrator may do about an account.
         * @enum {unknown}
         */
        AccountMove: "block" | "end_sessions" | "give_password" | "reset_factor" | "unblock";
        /**
         * AddAccount
         * @description An account; its first password is made here and shown once.
         */
        AddAccount: {
            name: string;
            display: string;
            roles: components["schemas"]["NewGrant"][];
            /** @default null */
            phone_number?: string | null;
        };
        /**
         * AddCameras
         * @description Further cameras for a request, each from when to when: three hours of ten at most, a round.
         *
         *     `version` is that of the request as it was read.
         */
        AddCameras: {
            version: number;
            cameras: components["schemas"]["ChosenCamera"][];
        };
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
         * Algorithm
         * @description How a device signs: a key pair of its own, or a shared secret for small ones.
         * @enum {unknown}
         */
        Algorithm: "ed25519" | "hmac-sha256";
        /**
         * Allows
         * @description What an officer lets his phone do for us, as the phone says; None where it cannot know.
         */
        Allows: {
            /** @default null */
            show?: boolean | null;
            /** @default null */
            break_silence?: boolean | null;
            /** @default null */
            full_screen?: boolean | null;
            /** @default null */
            run_in_background?: boolean | null;
        };
        /**
         * Anchor
         * @description What the register was at an instant: its last number and digest, signed with Ed25519.
         *
         *     Whoever keeps these outside can prove that nothing up to that number was changed since. `cut`
         *     says that the rows up to it were deleted after their time. `key` and `signature` are base64.
         */
        Anchor: {
            number: number;
            digest: string;
            /** Format: date-time */
            at: string;
            cut: boolean;
            key: string;
            signature: string;
        };
        /**
         * Answer
         * @description An answer: done, or refused with the reason; `text` is what the person reads besides.
         */
        Answer: {
            state: components["schemas"]["RequestState"];
            /** @default null */
            reason?: components["schemas"]["Refusal"] | null;
            /** @default  */
            text?: string;
        };
        /**
         * Applicant
         * @description Who applies, in the clear.
         */
        Applicant: {
            name: string;
            phone_number: string;
            id_number: string | null;
        };
        /**
         * Area
         * @description An area and its centre. `lineage` is its own code and those of every centre above.
         */
        Area: {
            area_code: string;
            parent_code: string | null;
            name: string;
            level: components["schemas"]["Level"];
            lineage: string[];
        };
        /**
         * AreaKeeping
         * @description What holds in an area, and its own policies, the newest first.
         */
        AreaKeeping: {
            holds: components["schemas"]["Held"][];
            policies: components["schemas"]["Keeping"][];
        };
        /**
         * AskFactor
         * @description A second factor is to be set up.
         */
        AskFactor: {
            challenge: string;
        };
        /**
         * AskPhoneCode
         * @description The telephone to which a code is to be sent.
         */
        AskPhoneCode: {
            phone_number: string;
        };
        /**
         * AskReceipt
         * @description The code of a receipt, as it was given; spaces and dashes do not matter.
         */
        AskReceipt: {
            receipt_code: string;
        };
        /**
         * AskRecoveryCodes
         * @description Ten new recovery codes in place of the old ones, for a code of the factor.
         */
        AskRecoveryCodes: {
            code: string;
        };
        /**
         * AskedCamera
         * @description A camera of the question, from when to when.
         */
        AskedCamera: {
            /** Format: uuid */
            camera_id: string;
            name: string;
            from_at: string;
            until_at: string;
        };
        /**
         * AskedOfYou
         * @description A request as an administrator sees it.
         */
        AskedOfYou: {
            /** Format: uuid */
            request_id: string;
            kind: components["schemas"]["RequestKind"];
            text: string;
            state: components["schemas"]["RequestState"];
            asked_at: string;
            due_at: string;
            answered_at: string | null;
            answer: string;
            reason: components["schemas"]["Refusal"] | null;
            remedy: components["schemas"]["Words"] | null;
            remaining: components["schemas"]["Remaining"][];
            /** Format: uuid */
            account_id: string;
            display: string;
            late: boolean;
        };
        /**
         * AtRisk
         * @description Why nobody waits for papers.
         * @enum {unknown}
         */
        AtRisk: "elder" | "impaired" | "life" | "minor";
        /**
         * Barred
         * @description Why a camera of a request may not be looked at now.
         * @enum {unknown}
         */
        Barred: "no_consent" | "not_now" | "refused" | "restricted" | "undecided";
        /**
         * Beat
         * @description The server's answer to a heartbeat.
         */
        Beat: {
            now: string;
            heartbeat_s: number;
            presses: components["schemas"]["Progress"][];
        };
        /**
         * BeginFactor
         * @description A second factor of one's own is to be set up, or renewed: then with a code of the old one.
         */
        BeginFactor: {
            password: string;
            /** @default  */
            code?: string;
        };
        /**
         * BeginViewing
         * @description Begin a viewing in its slot: the applicant has read and signed, an officer is present.
         *
         *     `version` is that of the request. `signed` is the applicant's name as he has written it: his
         *     signature, where no hand-drawn `strokes` stand beside it. `others_privacy` says that more than
         *     the applicant is to be seen: then, as with minors, a second officer is present.
         */
        BeginViewing: {
            version: number;
            undertaking: string;
            signed: string;
            /** @default [] */
            strokes?: [
                number,
                number
            ][][];
            /** @default false */
            others_privacy?: boolean;
        };
        /**
         * BoxFault
         * @description What a box finds wrong with itself; `other` is what this service does not know.
         * @enum {unknown}
         */
        BoxFault: "battery" | "clock" | "contract" | "disk" | "hung" | "key_gone" | "key_stuck" | "line" | "other" | "output" | "room" | "settings" | "spool" | "wiring";
        /**
         * BrowserKey
         * @description With what a browser subscribes (RFC 8292), base64url; None where no browser is rung.
         */
        BrowserKey: {
            public_key: string | null;
        };
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
         * ByApns
         * @description A device token of Apple's, for the app as it is sold or as it is developed.
         */
        ByApns: {
            /** @enum {unknown} */
            gateway: "apns";
            token: string;
            /** @default production */
            environment?: components["schemas"]["Environment"];
        };
        /**
         * ByFcm
         * @description A registration token of Google's, or the installation that takes its place.
         */
        ByFcm: {
            /** @enum {unknown} */
            gateway: "fcm";
            token: string;
            /** @default false */
            installation?: boolean;
        };
        /**
         * ByHuawei
         * @description A push token of Huawei's, and which of its two gateways knows it.
         */
        ByHuawei: {
            /** @enum {unknown} */
            gateway: "huawei";
            token: string;
            generation: components["schemas"]["Generation"];
        };
        /**
         * ByWeb
         * @description A browser's subscription (RFC 8030, 8291).
         */
        ByWeb: {
            /** @enum {unknown} */
            gateway: "web_push";
            endpoint: string;
            p256dh: string;
            auth: string;
        };
        /**
         * Camera
         * @description A camera as staff see it: never its addresses or passwords.
         */
        Camera: {
            /** Format: uuid */
            camera_id: string;
            name: string;
            area_code: string;
            kind: components["schemas"]["CameraKind"];
            capture_class: components["schemas"]["CaptureClass"];
            managing_unit: string;
            place: components["schemas"]["GivenPlace"] | null;
            bearing_deg: number;
            spread_deg: number;
            range_m: number;
            online: boolean;
        };
        /**
         * CameraAdded
         * @description The camera's name from now on.
         */
        CameraAdded: {
            /** Format: uuid */
            camera_id: string;
        };
        /**
         * CameraDecision
         * @description What is decided of one camera; narrowed: from when to when, refused: the code.
         */
        CameraDecision: {
            /** Format: uuid */
            camera_id: string;
            decision: components["schemas"]["Decision"];
            /** @default null */
            refusal?: components["schemas"]["RefusalCode"] | null;
            /** @default null */
            from_at?: string | null;
            /** @default null */
            until_at?: string | null;
        };
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
         * CameraKind
         * @description How a camera is mounted.
         * @enum {unknown}
         */
        CameraKind: "dome" | "fixed" | "high_point" | "ptz" | "vehicle";
        /**
         * CandidateShown
         * @description A unit that could be asked, with the reasons for its place in the ranking.
         */
        CandidateShown: {
            /** Format: uuid */
            unit_id: string;
            call_sign: string;
            tier: number;
            distance_m: number | null;
            eta_s: number;
            eta_source: string;
            reasons: string[];
        };
        /**
         * CaptureClass
         * @description What kind of place it was put up for.
         * @enum {unknown}
         */
        CaptureClass: "bus_stop" | "key_unit" | "other" | "road" | "village";
        /**
         * CaptureLocation
         * @description What it looks at, as far as the law asks (Decree 799, articles 7 and 8).
         * @enum {unknown}
         */
        CaptureLocation: "bath" | "bridge" | "cabin" | "canteen" | "car_park" | "changing_room" | "classroom" | "corridor" | "crossing" | "dormitory_room" | "fitting_room" | "gate" | "hall" | "hotel_room" | "nursing_room" | "other" | "park" | "perimeter" | "road" | "shop" | "skyline" | "square" | "staff_rest_room" | "station" | "toilet" | "tunnel" | "yard";
        /**
         * Category
         * @description What a request is about.
         * @enum {unknown}
         */
        Category: "dispute" | "lost_property" | "missing_person" | "other_help" | "traffic_accident";
        /**
         * ChangePassword
         * @description The old password, and the one that takes its place.
         */
        ChangePassword: {
            old: string;
            new: string;
        };
        /**
         * Check
         * @description A phone was rung for trial. Only its receipt, shown as `received_at`, proves the way.
         */
        Check: {
            /** Format: uuid */
            phone_id: string;
            gateway: components["schemas"]["Gateway"];
            outcome: components["schemas"]["Outcome"];
        };
        /**
         * ChosenCamera
         * @description A camera that managing units are asked about, from when to when.
         */
        ChosenCamera: {
            /** Format: uuid */
            camera_id: string;
            /** Format: date-time */
            from_at: string;
            /** Format: date-time */
            until_at: string;
        };
        /**
         * Cluster
         * @description Cameras that stand close together on a map as it is drawn; `camera` where there is one.
         */
        Cluster: {
            place: components["schemas"]["GivenPlace"];
            cameras: number;
            online: number;
            camera: components["schemas"]["Camera"] | null;
        };
        /**
         * Colleague
         * @description Somebody who may sit at a desk.
         */
        Colleague: {
            /** Format: uuid */
            account_id: string;
            display: string;
        };
        /**
         * Colour
         * @description Words for colours; several where a thing has several.
         * @enum {unknown}
         */
        Colour: "black" | "blue" | "brown" | "green" | "grey" | "metal" | "orange" | "pink" | "purple" | "red" | "white" | "yellow";
        /**
         * Coming
         * @description An alarm of the own site, and who comes. Silent ones are never told at the site.
         */
        Coming: {
            /** Format: uuid */
            incident_id: string;
            number: number;
            kind: components["schemas"]["Kind"];
            test: boolean;
            state: components["schemas"]["State"];
            opened_at: string;
            eta_at: string | null;
            latched: number;
            closed_at: string | null;
            disposition: components["schemas"]["Disposition"] | null;
            presses: components["schemas"]["KeyPressed"][];
            units: components["schemas"]["UnitComing"][];
        };
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
         * ConfirmFactor
         * @description The first code of a second factor.
         */
        ConfirmFactor: {
            challenge: string;
            code: string;
        };
        /**
         * Consent
         * @description A guardian's consent that the child is shown: without it there is no bulletin.
         *
         *     Showing a minor is allowed only to find him or her (Minors Protection Law, article 103), and a
         *     child's data only by a guardian's consent (PIPL, article 31).
         */
        Consent: {
            guardian: string;
            relation: components["schemas"]["Relation"];
            how: components["schemas"]["How"];
            /** Format: date-time */
            given_at: string;
        };
        /**
         * ConsentAnswer
         * @description A managing unit's answer; one that it granted it may withdraw.
         */
        ConsentAnswer: {
            reply: components["schemas"]["Reply"];
        };
        /**
         * ConsentHow
         * @description In which way it said so.
         * @enum {unknown}
         */
        ConsentHow: "account" | "link" | "oral" | "writing";
        /**
         * ConsentState
         * @description What a managing unit says.
         * @enum {unknown}
         */
        ConsentState: "asked" | "ended" | "granted" | "refused" | "withdrawn";
        /**
         * Corrected
         * @description What one may change about oneself, as it is now.
         */
        Corrected: {
            display: string;
            phone_number: string | null;
        };
        /**
         * Correction
         * @description What one may change about oneself; what is left out stays, an empty number is taken away.
         */
        Correction: {
            /** @default null */
            display?: string | null;
            /** @default null */
            phone_number?: string | null;
        };
        /**
         * Crs
         * @description The reference system in which a coordinate was measured.
         * @enum {unknown}
         */
        Crs: "BD-09" | "CGCS2000" | "GCJ-02" | "WGS-84";
        /**
         * DataKind
         * @description What is kept. `personal`: words that people wrote about an incident or a missing child.
         * @enum {unknown}
         */
        DataKind: "orphans" | "personal" | "pictures" | "register" | "security_log" | "tracks";
        /**
         * DataRequest
         * @description A request and its answer. `remedy` says what one may do against a refusal.
         */
        DataRequest: {
            /** Format: uuid */
            request_id: string;
            kind: components["schemas"]["RequestKind"];
            text: string;
            state: components["schemas"]["RequestState"];
            asked_at: string;
            due_at: string;
            answered_at: string | null;
            answer: string;
            reason: components["schemas"]["Refusal"] | null;
            remedy: components["schemas"]["Words"] | null;
            remaining: components["schemas"]["Remaining"][];
        };
        /**
         * Decide
         * @description What is decided of each camera of a request, by a person.
         */
        Decide: {
            version: number;
            cameras: components["schemas"]["CameraDecision"][];
        };
        /**
         * Decision
         * @description What was decided of one camera.
         * @enum {unknown}
         */
        Decision: "approved" | "narrowed" | "refused";
        /**
         * Deletion
         * @description Proof that something was deleted: what, how much, by which policies.
         *
         *     `digests` are the SHA-256 of pictures, or one over all rows that went.
         */
        Deletion: {
            /** Format: uuid */
            deletion_id: string;
            at: string;
            kind: components["schemas"]["DataKind"];
            policies: string[];
            areas: string[];
            count: number;
            oldest_at: string | null;
            newest_at: string | null;
            digests: string[];
            incidents: string[];
        };
        /**
         * Delivery
         * @description One attempt to ring: each state with the server's time of it.
         *
         *     Asked of a gateway (`at`), taken by it (`accepted_at`: proves nothing), shown by it as
         *     delivered where it tells, and received and seen: said by the phone itself. Its number is not
         *     shown: whoever knows it can say that it arrived.
         */
        Delivery: {
            /** Format: uuid */
            task_id: string;
            account_id: string | null;
            phone_id: string | null;
            channel: string;
            attempt: number;
            at: string;
            outcome: string;
            reason: string;
            accepted_at: string | null;
            delivered_at: string | null;
            received_at: string | null;
            seen_at: string | null;
        };
        /**
         * DeskCamera
         * @description A camera of a request: whether you may look at it now, from when to when, and what is there.
         *
         *     `barred` says why not. `ahead_s` is how far its recorder's clock is ahead, where a person said
         *     it; all instants are in true time.
         */
        DeskCamera: {
            /** Format: uuid */
            camera_id: string;
            name: string;
            managing_unit: string;
            from_at: string;
            until_at: string;
            may_look: boolean;
            barred: components["schemas"]["Barred"] | null;
            state: components["schemas"]["RecordingState"];
            ahead_s: number | null;
            ahead_by: string | null;
            parts: components["schemas"]["DeskPart"][];
            gaps: components["schemas"]["DeskGap"][];
            trouble: string | null;
            brought_at: string | null;
        };
        /**
         * DeskGap
         * @description A stretch of which there is nothing, and why.
         */
        DeskGap: {
            from_at: string;
            until_at: string;
            why: string;
        };
        /**
         * DeskHolder
         * @description Who has a request for review, and until when he has it without being seen again.
         */
        DeskHolder: {
            /** Format: uuid */
            account_id: string;
            display: string;
            taken_at: string;
            until: string;
        };
        /**
         * DeskPart
         * @description A piece of a recording. `why` says what is wrong with one that shows nothing.
         *
         *     `playable`: its pictures go to a page as they are; else they are made anew, smaller. `jumps`:
         *     its clock was set back on the way, so an instant may be in it twice.
         */
        DeskPart: {
            begins_at: string;
            ends_at: string;
            codec: string | null;
            width: number | null;
            height: number | null;
            fps: number | null;
            playable: boolean;
            jumps: boolean;
            why: string | null;
        };
        /**
         * Device
         * @description A device as staff see it.
         */
        Device: {
            /** Format: uuid */
            device_id: string;
            /** Format: uuid */
            site_id: string;
            room: string | null;
            kind: components["schemas"]["DeviceKind"];
            label: string;
            state: components["schemas"]["DeviceState"];
            algorithm: components["schemas"]["Algorithm"] | null;
            model: string | null;
            version: string | null;
            enrolled_at: string | null;
            seen_at: string | null;
            spooled: number | null;
            power: string | null;
            battery_pct: number | null;
            faults: components["schemas"]["BoxFault"][];
            self_test: components["schemas"]["SelfTested"] | null;
        };
        /**
         * DeviceKind
         * @description A key is one button; a kiosk has a touch screen.
         * @enum {unknown}
         */
        DeviceKind: "key" | "kiosk";
        /**
         * DeviceMove
         * @description What an administrator does with a device.
         * @enum {unknown}
         */
        DeviceMove: "invite" | "revoke";
        /**
         * DevicePreset
         * @description A direction as the device itself knows it; where it looks is for people to say.
         */
        DevicePreset: {
            token: string;
            name: string;
        };
        /**
         * DeviceState
         * @description Whether a device is heard.
         * @enum {unknown}
         */
        DeviceState: "active" | "invited" | "replaced" | "revoked";
        /**
         * Disposal
         * @description What becomes of what nobody has claimed within a year: it is the state's.
         * @enum {unknown}
         */
        Disposal: "auctioned" | "destroyed" | "to_state";
        /**
         * Disposition
         * @description What it turned out to be.
         * @enum {unknown}
         */
        Disposition: "accidental" | "device_fault" | "genuine" | "hoax" | "test" | "unfounded";
        /**
         * Document
         * @description By which paper somebody shows who he is.
         * @enum {unknown}
         */
        Document: "identity_card" | "other" | "passport" | "residence";
        /**
         * Dossier
         * @description All that is known of a camera but its addresses and logins.
         *
         *     `trouble` is why it gave no picture when it was asked last; or `not_turned_back`: it was turned
         *     for an incident and still looks there. `clock_ahead_ms` is by how much its own clock was ahead
         *     of ours.
         */
        Dossier: {
            /** Format: uuid */
            camera_id: string;
            gb_id: string | null;
            name: string;
            area_code: string;
            place: components["schemas"]["GivenPlace"] | null;
            route: components["schemas"]["GivenPlace"][] | null;
            kind: components["schemas"]["CameraKind"];
            capture_class: components["schemas"]["CaptureClass"];
            capture_location: components["schemas"]["CaptureLocation"];
            point_class: number | null;
            managing_unit: string;
            unit_category: components["schemas"]["UnitCategory"];
            network_zone: components["schemas"]["NetworkZone"];
            footage_days: number | null;
            restricted_vicinity: boolean;
            sign_present: boolean | null;
            in_use_on: string | null;
            filed_on: string | null;
            height_m: number;
            tilt_deg: number;
            bearing_deg: number;
            spread_deg: number;
            range_m: number;
            presets: components["schemas"]["Preset"][];
            ways: components["schemas"]["Way"][];
            has_login: boolean;
            online: boolean;
            trouble: string | null;
            answered_at: string | null;
            silent_since: string | null;
            clock_ahead_ms: number | null;
            changed_at: string | null;
        };
        /**
         * DrillPress
         * @description One press of a drill, and when each step of the answer came; null: it did not come.
         *
         *     `unit` is the call sign of the first that accepted, `desk` the centre that took command.
         */
        DrillPress: {
            label: string;
            room: string | null;
            kind: components["schemas"]["Kind"];
            test: boolean;
            number: number;
            pressed_at: string;
            received_at: string;
            shown_at: string | null;
            accepted_at: string | null;
            unit: string | null;
            en_route_at: string | null;
            on_scene_at: string | null;
            desk: string | null;
            pictures: number;
            pictured_at: string | null;
            reset_at: string | null;
            disposition: components["schemas"]["Disposition"] | null;
        };
        /**
         * DrillReport
         * @description What became of a drill. `untouched` are the keys that nobody pressed in it.
         */
        DrillReport: {
            plan: components["schemas"]["TestPlan"];
            site_name: string;
            until: string;
            presses: components["schemas"]["DrillPress"][];
            untouched: string[];
        };
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
         * Ending
         * @description How an incident ended: what it turned out to be, or that it was cancelled.
         * @enum {unknown}
         */
        Ending: "accidental" | "any" | "cancelled" | "device_fault" | "genuine" | "hoax" | "test" | "unfounded";
        /**
         * Enrol
         * @description A box introduces itself. `public_key` is base64 of 32 raw bytes, for ed25519.
         */
        Enrol: {
            code: string;
            model: string;
            /** @default ed25519 */
            algorithm?: components["schemas"]["Algorithm"];
            /** @default null */
            public_key?: string | null;
        };
        /**
         * Enrolled
         * @description The box's name from now on; `secret` comes once, for hmac-sha256.
         */
        Enrolled: {
            /** Format: uuid */
            device_id: string;
            site: components["schemas"]["SiteName"];
            heartbeat_s: number;
            secret: string | null;
        };
        /**
         * EntryKind
         * @description What a line of the timeline tells; screens put it into words.
         * @enum {unknown}
         */
        EntryKind: "accepted" | "cancelled" | "channel" | "cleared" | "closed" | "command" | "declined" | "desk" | "en_route" | "found" | "handed_over" | "handover_offered" | "held" | "hold_ends" | "lost" | "merge" | "message" | "no_answer" | "no_picture" | "no_unit_asked" | "not_handed_over" | "not_turned" | "not_turned_back" | "note" | "offered" | "on_scene" | "opened" | "pictures" | "pressed" | "priority" | "real" | "received" | "released" | "reopened" | "replaced" | "reset" | "search" | "shown" | "taken" | "transfer" | "turned" | "turned_back" | "withdrawn";
        /**
         * Environment
         * @description Which of Apple's two gateways knows a token: the app was built for one of them.
         * @enum {unknown}
         */
        Environment: "production" | "sandbox";
        /**
         * EventKind
         * @description What a line of a request's timeline says.
         * @enum {unknown}
         */
        EventKind: "added" | "attached" | "consent" | "consent_ended" | "desk" | "found" | "held" | "identified" | "late" | "link" | "moved" | "not_held" | "released" | "restricted" | "seconded" | "silent" | "written";
        /**
         * EventLine
         * @description One line of a request's timeline.
         */
        EventLine: {
            entry_id: number;
            at: string;
            kind: components["schemas"]["EventKind"];
            who: string;
            body: Record<string, never>;
        };
        /**
         * FactorBegun
         * @description A second factor before it is confirmed, and the challenge that confirms it.
         */
        FactorBegun: {
            challenge: string;
            secret: string;
            address: string;
        };
        /**
         * FactorConfirmed
         * @description Signed in; each of the codes stands in for the factor once, and is not shown again.
         */
        FactorConfirmed: {
            session: components["schemas"]["Session"];
            recovery_codes: string[];
        };
        /**
         * FactorShown
         * @description A second factor before it is confirmed: `address` is otpauth:, for a QR code.
         */
        FactorShown: {
            secret: string;
            address: string;
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
         * FileKind
         * @description What somebody adds to his request.
         * @enum {unknown}
         */
        FileKind: "paper" | "photo";
        /**
         * Filed
         * @description A request was filed. With the receipt code its state can be read without signing in.
         */
        Filed: {
            request: components["schemas"]["OwnFootageRequest"];
            receipt_code: string;
        };
        /**
         * Film
         * @description Which further pictures the best cameras give of an incident, in seconds from the press.
         *
         *     Those from before it can only come from cameras whose stream is kept.
         */
        Film: {
            /** @default 4 */
            cameras?: number;
            /**
             * @default [
             *       10,
             *       5,
             *       2
             *     ]
             */
            before_s?: number[];
            /**
             * @default [
             *       5,
             *       15,
             *       30,
             *       60
             *     ]
             */
            after_s?: number[];
            /**
             * @default [
             *       15,
             *       60
             *     ]
             */
            again_s?: number[];
            /** @default 2 */
            again_cameras?: number;
        };
        /**
         * FilmCopy
         * @description A copy for an authority, and the two officers without whom it is not given.
         */
        FilmCopy: {
            /** Format: uuid */
            copy_id: string;
            /** Format: uuid */
            masking_id: string;
            /** Format: uuid */
            footage_id: string;
            organ: string;
            basis: string;
            document: string;
            officer: string;
            asked_at: string;
            second: string | null;
            given_at: string | null;
            sha256: string;
        };
        /**
         * Finder
         * @description Who has brought it.
         */
        Finder: {
            finder: string;
            finder_phone: string;
        };
        /**
         * Finding
         * @description What a person has found. It `stands` once whoever has to confirm it has, and is not undone.
         *
         *     `second` says why a second person confirms; `words` are gone once the request was forgotten.
         */
        Finding: {
            /** Format: uuid */
            finding_id: string;
            /** Format: uuid */
            footage_id: string;
            /** Format: uuid */
            camera_id: string;
            kind: components["schemas"]["FindingKind"];
            from_at: string;
            until_at: string;
            region: components["schemas"]["PictureRegion"] | null;
            words: string | null;
            review_id: string | null;
            /** Format: uuid */
            marked_by: string;
            marked_name: string;
            marked_at: string;
            second: components["schemas"]["Second"] | null;
            confirmed_name: string | null;
            confirmed_at: string | null;
            taken_back_name: string | null;
            taken_back_at: string | null;
            stands: boolean;
        };
        /**
         * FindingKind
         * @description What a person has seen.
         * @enum {unknown}
         */
        FindingKind: "accident" | "other" | "sighting" | "thing_left" | "thing_taken";
        /**
         * Fix
         * @description One position as a phone measured it.
         */
        Fix: {
            /** Format: date-time */
            at: string;
            lat: number;
            lon: number;
            crs: components["schemas"]["Crs"];
            /** @default null */
            accuracy_m?: number | null;
        };
        /**
         * FootageDesk
         * @description Who has a request, and what may be looked at. `second`: why two people have to agree.
         */
        FootageDesk: {
            /** Format: uuid */
            footage_id: string;
            holder: components["schemas"]["DeskHolder"] | null;
            mine: boolean;
            second: components["schemas"]["Second"] | null;
            cameras: components["schemas"]["DeskCamera"][];
        };
        /**
         * FootageFile
         * @description A photo or a paper of a request. `sha256` is that of the file as it was handed in.
         *
         *     When the request ends the picture goes and this line stays; `purged_at` says since when.
         */
        FootageFile: {
            /** Format: uuid */
            file_id: string;
            kind: components["schemas"]["FileKind"];
            at: string;
            sha256: string;
            size_bytes: number;
            purged_at: string | null;
        };
        /**
         * FootageLane
         * @description In which way a request goes: filed by the citizen, at a counter, or with a life at risk.
         * @enum {unknown}
         */
        FootageLane: "citizen" | "counter" | "emergency";
        /**
         * FootageMessage
         * @description A word between citizen and office; of the office nobody is named to the citizen.
         */
        FootageMessage: {
            /** Format: uuid */
            message_id: string;
            at: string;
            by_office: boolean;
            who: string;
            text: string;
        };
        /**
         * FootageMove
         * @description What leads from one state to the next.
         * @enum {unknown}
         */
        FootageMove: "accept" | "activate" | "appeal" | "approve" | "approve_partly" | "ask_consent" | "ask_info" | "begin_viewing" | "close" | "confirm_hold" | "file" | "give_info" | "lapse" | "lead_back" | "lose_consent" | "no_show" | "note_overwritten" | "notify" | "overturn" | "record_result" | "redirect_to_110" | "redirect_to_case" | "refuse" | "review" | "schedule" | "stand_down" | "task_lead" | "triage" | "uphold" | "verify_identity" | "withdraw";
        /**
         * FootageOutcome
         * @description What came of looking.
         * @enum {unknown}
         */
        FootageOutcome: "accident_cleared" | "dispute_mediated" | "item_recovered" | "lead_found" | "nothing_seen" | "person_found";
        /**
         * FootageRequest
         * @description A request in the office's queue.
         *
         *     `due_at` is until when somebody is to act, `overwrite_at` when the first recording would be
         *     lost; of `cameras` so many are `held`, and so many could not be.
         */
        FootageRequest: {
            /** Format: uuid */
            footage_id: string;
            number: number;
            area_code: string;
            lane: components["schemas"]["FootageLane"];
            category: components["schemas"]["Category"];
            state: components["schemas"]["FootageState"];
            version: number;
            /** @description Masked; `…/unmask` shows it, for a reason. */
            applicant: string;
            relationship: components["schemas"]["Relationship"];
            at_risk: components["schemas"]["AtRisk"] | null;
            minors: boolean;
            place: components["schemas"]["GivenPlace"];
            site_id: string | null;
            from_at: string;
            until_at: string;
            filed_at: string;
            state_at: string;
            due_at: string | null;
            late_at: string | null;
            overwrite_at: string | null;
            cameras: number;
            held: number;
            not_held: number;
            moved_by: string;
            identity_how: components["schemas"]["IdentityHow"] | null;
            refusal: components["schemas"]["RefusalCode"] | null;
            slot_at: string | null;
            outcome: string | null;
        };
        /**
         * FootageState
         * @description How far a request has come. A draft is on the citizen's phone alone.
         * @enum {unknown}
         */
        FootageState: "accepted" | "appealed" | "approved" | "closed" | "consent_pending" | "draft" | "emergency_active" | "expired_no_show" | "footage_held" | "identity_verified" | "lead_tasked" | "needs_info" | "notified" | "officer_review" | "overturned" | "overwritten" | "partially_approved" | "redirected_to_110" | "redirected_to_case" | "refused" | "result_recorded" | "scheduled" | "submitted" | "triaged" | "upheld" | "viewing" | "withdrawn";
        /**
         * FootageStep
         * @description What you may do next, and what has to hold; `missing` does not yet, `who` keeps it.
         */
        FootageStep: {
            move: components["schemas"]["FootageMove"];
            guard: components["schemas"]["Guard"];
            missing: components["schemas"]["Guard"] | null;
            who: string | null;
        };
        /**
         * FootageTimers
         * @description How long each step of a citizen's footage request may take, in hours.
         *
         *     The law names none of them; those of an emergency and of a working day are practice.
         */
        FootageTimers: {
            /** @default 0.03333333333333333 */
            emergency_h?: number;
            /** @default 0.5 */
            triage_h?: number;
            /** @default 72 */
            info_h?: number;
            /** @default 0.25 */
            hold_h?: number;
            /** @default 24 */
            consent_h?: number;
            /** @default 24 */
            written_h?: number;
            /** @default 24 */
            decision_h?: number;
            /** @default 0.5 */
            no_show_h?: number;
            /** @default 8 */
            notice_h?: number;
            /** @default 168 */
            lead_h?: number;
            /** @default 1440 */
            appeal_h?: number;
            /** @default 360 */
            review_h?: number;
            /** @default 336 */
            redirect_h?: number;
            /** @default 720 */
            closing_h?: number;
        };
        /**
         * Form
         * @description NDJSON verifies, CSV is for people.
         * @enum {unknown}
         */
        Form: "csv" | "ndjson";
        /**
         * Format
         * @description How a file of cameras is written.
         * @enum {unknown}
         */
        Format: "csv" | "geojson";
        /**
         * FoundMove
         * @description What a person does with a found thing.
         * @enum {unknown}
         */
        FoundMove: "announce" | "dispose" | "hand_over" | "match" | "not_same" | "unmatch";
        /**
         * FoundNotice
         * @description What everybody is told of a found thing: enough to come, too little to claim it falsely.
         */
        FoundNotice: {
            number: number;
            area_code: string;
            category: components["schemas"]["ThingCategory"];
            place_name: string;
            found_on: string;
            announced_at: string;
            due_at: string;
        };
        /**
         * FoundThing
         * @description A found thing as the office sees it. `due_at`: when the year since its notice is over.
         */
        FoundThing: {
            /** Format: uuid */
            thing_id: string;
            number: number;
            area_code: string;
            state: components["schemas"]["ThingState"];
            category: components["schemas"]["ThingCategory"];
            colours: components["schemas"]["Colour"][];
            place_name: string;
            place: components["schemas"]["GivenPlace"];
            found_at: string;
            kept_at: string;
            words: string;
            finder: string | null;
            photo: string | null;
            entered_at: string;
            entered_by: string;
            announced_at: string | null;
            due_at: string | null;
            late_at: string | null;
            footage_id: string | null;
            matched_at: string | null;
            matched_by: string | null;
            ended_at: string | null;
            ended_by: string | null;
            how: components["schemas"]["Disposal"] | null;
        };
        /**
         * Gateway
         * @description Who rings a phone from outside; none where only the live stream does.
         * @enum {unknown}
         */
        Gateway: "apns" | "fcm" | "huawei" | "none" | "web_push";
        /**
         * GatewayThanks
         * @description The answer that a gateway waits for.
         */
        GatewayThanks: {
            /** @default 0 */
            code?: string;
            /** @default success */
            message?: string;
        };
        /**
         * Generation
         * @description Which of Huawei's two interfaces reaches a phone; neither reaches the other's phones.
         * @enum {unknown}
         */
        Generation: "v2" | "v3";
        /**
         * GiveCode
         * @description A code of the second factor, or one that stands in for it.
         */
        GiveCode: {
            challenge: string;
            code: string;
            /** @default false */
            cookie?: boolean;
        };
        /**
         * GiveConsent
         * @description Take note of a notice; for what is no duty of office, it is consent, and can be withdrawn.
         */
        GiveConsent: {
            how: components["schemas"]["GivenBy"];
        };
        /**
         * GivePassword
         * @description The password that somebody chooses in place of one that was given to him.
         */
        GivePassword: {
            challenge: string;
            password: string;
            /** @default false */
            cookie?: boolean;
        };
        /**
         * GivePhoneCode
         * @description The code that has come.
         */
        GivePhoneCode: {
            phone_number: string;
            code: string;
        };
        /**
         * GivenBy
         * @description By what somebody said so.
         * @enum {unknown}
         */
        GivenBy: "app" | "page" | "paper";
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
         * Going
         * @description How somebody went on from where he was seen last.
         * @enum {unknown}
         */
        Going: "bicycle" | "car" | "child_or_elder" | "e_bike" | "unknown" | "walk";
        /**
         * GrantTold
         * @description A role in an area, until an instant where it ends by itself; `ended` where that has come.
         */
        GrantTold: {
            /** Format: uuid */
            grant_id: string;
            role: components["schemas"]["Role"];
            area_code: string;
            site_id: string | null;
            until_at: string | null;
            agreement: string | null;
            ended: boolean;
        };
        /**
         * GroundsTold
         * @description Why it was refused, by which law, and what can be done about it.
         */
        GroundsTold: {
            code: components["schemas"]["RefusalCode"];
            zh: string;
            en: string;
            basis: string;
            basis_zh: string;
            remedy_zh: string;
            remedy_en: string;
        };
        /**
         * Guard
         * @description What has to hold before a move.
         * @enum {unknown}
         */
        Guard: "another_person" | "at_risk" | "channel" | "consent_lost" | "consented" | "each_unit_asked" | "footage_gone" | "form" | "holds_settled" | "identity" | "in_time" | "none" | "outcome" | "paperwork" | "reasoned" | "relationship" | "slot" | "slot_over" | "time_over" | "undertaking" | "words";
        /**
         * Guardian
         * @description Who gave the consent.
         */
        Guardian: {
            guardian: string;
        };
        /**
         * HandOver
         * @description To whom a request is handed over.
         */
        HandOver: {
            /** Format: uuid */
            to: string;
        };
        /**
         * HandOverReceipt
         * @description What is signed when a thing is handed over; printed, or kept.
         */
        HandOverReceipt: {
            number: number;
            category: components["schemas"]["ThingCategory"];
            colours: components["schemas"]["Colour"][];
            words: string;
            place_name: string;
            found_at: string;
            name: string;
            document: components["schemas"]["Document"];
            /** @description Masked; `…/unmask` shows it, for a reason. */
            document_number: string;
            strokes: [
                number,
                number
            ][][];
            on_paper: boolean;
            handed_over_at: string;
            handed_over_by: string;
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
         * HandoverMove
         * @description What is done with a handover.
         * @enum {unknown}
         */
        HandoverMove: "accept" | "decline" | "withdraw";
        /**
         * HandoverState
         * @description Whether command that is handed over has been taken.
         * @enum {unknown}
         */
        HandoverState: "accepted" | "declined" | "offered" | "withdrawn";
        /**
         * Health
         * @description How the parts are. `ready` means that a press would be taken now.
         */
        Health: {
            ready: boolean;
            parts: {
                [key: string]: string;
            };
        };
        /**
         * Heartbeat
         * @description A box says that it lives; its clock is kept and never believed.
         *
         *     `faults` are the codes of what is wrong with the box now. Left out, they and `self_test` stay
         *     as they are known.
         */
        Heartbeat: {
            /** Format: date-time */
            sent_at: string;
            /** Format: date-time */
            started_at: string;
            version: string;
            spooled: number;
            /** @default null */
            power?: components["schemas"]["Power"] | null;
            /** @default null */
            battery_pct?: number | null;
            /** @default null */
            faults?: string[] | null;
            /** @default null */
            self_test?: components["schemas"]["SelfTest"] | null;
        };
        /**
         * Held
         * @description What holds in an area now for a kind of data, and which policy says so.
         *
         *     No policy may keep it for fewer than `least_days` or more than `most_days`.
         */
        Held: {
            kind: components["schemas"]["DataKind"];
            span: components["schemas"]["Span"];
            policy_id: string | null;
            area_code: string | null;
            least_days: number;
            most_days: number;
        };
        /**
         * HeldCamera
         * @description A camera of a request as the office sees it; `place` is none where it goes about.
         *
         *     `left_out`: managing units are not asked about it, and nothing of it is shown; for good where it
         *     is `restricted_at`, near a military or a secret unit (Decree 799, article 10). `round`: above
         *     the first it was added later. `held_by_copy`: its recorder holds nothing back, what it had was
         *     brought away instead.
         */
        HeldCamera: {
            /** Format: uuid */
            camera_id: string;
            name: string;
            managing_unit: string;
            place: components["schemas"]["GivenPlace"] | null;
            away_m: number;
            overwrite_at: string | null;
            hold_state: components["schemas"]["HoldState"];
            hold_trouble: components["schemas"]["HoldTrouble"] | null;
            held_by_copy: boolean;
            decision: components["schemas"]["Decision"] | null;
            refusal: components["schemas"]["RefusalCode"] | null;
            from_at: string;
            until_at: string;
            left_out: boolean;
            restricted_at: string | null;
            round: number;
        };
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
         * HoldListed
         * @description A hold, and by which number people know its incident.
         */
        HoldListed: {
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
            incident_number: number | null;
        };
        /**
         * HoldMove
         * @description What is done with a hold.
         * @enum {unknown}
         */
        HoldMove: "lengthen" | "release";
        /**
         * HoldState
         * @description Whether a camera's recording is held back from being written over.
         * @enum {unknown}
         */
        HoldState: "asked" | "failed" | "placed" | "released";
        /**
         * HoldTrouble
         * @description Why a recording could not be held.
         * @enum {unknown}
         */
        HoldTrouble: "away" | "cannot_hold" | "forbidden_address" | "no_recorder" | "nothing_left" | "refused" | "too_slow" | "unknown_channel" | "wrong_login";
        /**
         * HoleWhy
         * @description Why a camera of the plan can show nothing: that nobody was seen by it says nothing.
         * @enum {unknown}
         */
        HoleWhy: "not_recorded" | "offline" | "overwritten";
        /**
         * How
         * @description In which way the consent was given.
         * @enum {unknown}
         */
        How: "by_phone" | "in_person" | "in_writing";
        /**
         * IdentityHow
         * @description By whom it was checked who applies.
         * @enum {unknown}
         */
        IdentityHow: "counter" | "test" | "token";
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
         * Invited
         * @description A device that waits for its box: the code enrols once, until it expires.
         */
        Invited: {
            /** Format: uuid */
            device_id: string;
            code: string;
            expires_at: string;
        };
        /**
         * Keeper
         * @description Who looks after a key.
         */
        Keeper: {
            /** Format: uuid */
            device_id: string;
            person: string | null;
        };
        /**
         * Keeping
         * @description A policy as it is kept. The system's own, where no area has set one, has no id.
         */
        Keeping: {
            /** Format: uuid */
            policy_id: string;
            area_code: string;
            from_at: string;
            made_at: string;
            made_by: string;
            rules: {
                [key: string]: components["schemas"]["Span"];
            };
            sites: string[];
        };
        /**
         * KeptPart
         * @description One part: why it is kept, on which ground, how long, who receives it, and its rows.
         *
         *     `kept_days` is how long each row stays; null: as long as the account does. There are at most
         *     `rows_max` rows, the latest first; `more` says that older ones were left out.
         */
        KeptPart: {
            part: components["schemas"]["Part"];
            title: components["schemas"]["Words"];
            purpose: components["schemas"]["Words"];
            basis: components["schemas"]["Words"];
            kept: components["schemas"]["Words"];
            kept_days: number | null;
            receivers: components["schemas"]["Words"][];
            rows_max: number;
            more: boolean;
            rows: Record<string, never>[];
        };
        /**
         * KeyPressed
         * @description A key that was pressed for an incident.
         */
        KeyPressed: {
            label: string;
            room: string | null;
            kind: components["schemas"]["Kind"];
            received_at: string;
            reset_at: string | null;
        };
        /**
         * KeyTrouble
         * @description One trouble of a key, and since when where that is known.
         */
        KeyTrouble: {
            kind: components["schemas"]["Trouble"];
            since: string | null;
        };
        /**
         * Kind
         * @description What an alarm or incident is about. The last ones are signals of a device about itself.
         * @enum {unknown}
         */
        Kind: "duress" | "emergency" | "fire" | "intruder" | "line_fault" | "low_battery" | "medical" | "missing_child" | "missing_person" | "power_fault" | "tamper";
        /**
         * Level
         * @description What kind of centre an area has; the tree may have any depth.
         * @enum {unknown}
         */
        Level: "city" | "district" | "province" | "station" | "village";
        /**
         * LinkAccount
         * @description The name by which the provider knows an account (`sub`); none takes the link away.
         */
        LinkAccount: {
            subject: string | null;
        };
        /**
         * LinkAnswer
         * @description An answer by a link; the unit is named once more, so that a link that went astray is none.
         */
        LinkAnswer: {
            token: string;
            managing_unit: string;
            reply: components["schemas"]["Reply"];
            by: string;
        };
        /**
         * LinkGiven
         * @description The words of a link for one managing unit: shown once, good once and until then.
         */
        LinkGiven: {
            token: string;
            until: string;
        };
        /**
         * LookAtFrame
         * @description One frame of a camera's recording: the keyframe at or before `at`, or exactly the frame.
         *
         *     `step` asks for the exact frame after (1) or before (-1) the one that is shown at `at`.
         */
        LookAtFrame: {
            /** Format: uuid */
            camera_id: string;
            /** Format: date-time */
            at: string;
            /** @default true */
            exact?: boolean;
            /** @default 0 */
            step?: number;
        };
        /**
         * LookAtPiece
         * @description Up to a minute of a camera's recording as a film; it ends where its file does.
         */
        LookAtPiece: {
            /** Format: uuid */
            camera_id: string;
            /** Format: date-time */
            from_at: string;
            /** @default 30 */
            length_s?: number;
        };
        /**
         * LookAtSheet
         * @description Frames beside each other: `count` of them between two instants, or those at `at`.
         */
        LookAtSheet: {
            /** Format: uuid */
            camera_id: string;
            /** @default null */
            from_at?: string | null;
            /** @default null */
            until_at?: string | null;
            /** @default 12 */
            count?: number;
            /** @default [] */
            at?: string[];
            /** @default null */
            region?: components["schemas"]["PictureRegion"] | null;
        };
        /**
         * LookAtStrip
         * @description A strip of a masked film, by its number.
         */
        LookAtStrip: {
            number: number;
        };
        /**
         * LookFor
         * @description What whoever searches has to know: how somebody looks, where and when he was last seen.
         */
        LookFor: {
            /** Format: uuid */
            search_id: string;
            /** Format: uuid */
            incident_id: string;
            at_risk: components["schemas"]["AtRisk"];
            health_risk: boolean;
            going: components["schemas"]["WayOfGoing"];
            seen_at: string;
            place: components["schemas"]["GivenPlace"];
            reach_m: number;
            words: string;
        };
        /**
         * LookKind
         * @description What was looked at.
         * @enum {unknown}
         */
        LookKind: "export" | "live_view" | "paper" | "picture" | "portrait" | "replay" | "shown" | "unmasked";
        /**
         * LookRow
         * @description A row of the register. `before` is the digest of the row before it, `digest` its own.
         */
        LookRow: {
            number: number;
            /** Format: uuid */
            look_id: string;
            /** Format: date-time */
            at: string;
            kind: components["schemas"]["LookKind"];
            account_id: string | null;
            person: string;
            work_unit: string;
            reason: string;
            content: string;
            incident_id: string | null;
            scope: string[];
            before: string;
            digest: string;
        };
        /**
         * MapSetup
         * @description Where the map of the pages begins; the base layer is at /v1/map/base where there is one.
         */
        MapSetup: {
            lat: number;
            lon: number;
            zoom: number;
            has_base: boolean;
            tiles: components["schemas"]["Tiles"] | null;
        };
        /**
         * Mark
         * @description What is wrong with a picture that is kept all the same.
         * @enum {unknown}
         */
        Mark: "black" | "frozen" | "no_signal" | "overexposed" | "stale";
        /**
         * MaskedFilm
         * @description What was made: by what method, of which originals, and how much of the region is hidden.
         *
         *     Of the originals nothing was altered. `throughout` counts what is hidden in all pictures, and
         *     why: doubtful places, people who stand still, faces, plates.
         */
        MaskedFilm: {
            method: string;
            versions: {
                [key: string]: string;
            };
            originals: string[];
            sha256: string;
            size_bytes: number;
            width: number;
            height: number;
            pictures: number;
            hidden_share: number;
            throughout: {
                [key: string]: number;
            };
            strips: number;
            reels: number;
            length_s: number;
        };
        /**
         * Masking
         * @description A masked film of some minutes of a camera. `trouble` says why there is none.
         */
        Masking: {
            /** Format: uuid */
            masking_id: string;
            /** Format: uuid */
            footage_id: string;
            /** Format: uuid */
            camera_id: string;
            camera: string;
            from_at: string;
            until_at: string;
            region: components["schemas"]["OpenRegion"] | null;
            state: components["schemas"]["MaskingState"];
            trouble: string | null;
            why: string | null;
            asked_by: string;
            asked_at: string;
            made_at: string | null;
            film: components["schemas"]["MaskedFilm"] | null;
            strips_seen: number[];
            decided_by: string | null;
            decided_at: string | null;
        };
        /**
         * MaskingState
         * @description How far a masked film is. Only one that a person has confirmed is ever shown.
         * @enum {unknown}
         */
        MaskingState: "asked" | "confirmed" | "deleted" | "failed" | "made" | "refused" | "rejected";
        /**
         * MatchCandidate
         * @description A request that may be of this thing, for a person to judge: it is never decided by rank.
         *
         *     `not_same`: somebody has judged that it is of another; these come last.
         */
        MatchCandidate: {
            /** Format: uuid */
            footage_id: string;
            number: number;
            state: components["schemas"]["FootageState"];
            from_at: string;
            until_at: string;
            away_m: number;
            reasons: components["schemas"]["MatchReason"][];
            not_same: boolean;
        };
        /**
         * MatchReason
         * @description Why a request may be of this thing, or may not.
         * @enum {unknown}
         */
        MatchReason: "near" | "other_colour" | "other_sort" | "same_colour" | "same_day" | "same_sort";
        /**
         * Me
         * @description The account that asks.
         */
        Me: {
            /** Format: uuid */
            account_id: string;
            name: string;
            display: string;
            roles: components["schemas"]["RoleHeld"][];
            unit: components["schemas"]["MyUnit"] | null;
        };
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
         * Mode
         * @description How a unit goes, which decides how long it takes.
         * @enum {unknown}
         */
        Mode: "bicycle" | "car" | "foot" | "motorcycle";
        /**
         * Move
         * @description What a person does with an incident.
         * @enum {unknown}
         */
        Move: "cancel" | "close" | "merge" | "note" | "reopen" | "set_priority" | "take_command" | "transfer";
        /**
         * MoveAccount
         * @description One of these.
         */
        MoveAccount: {
            move: components["schemas"]["AccountMove"];
        };
        /**
         * MoveDevice
         * @description Revoke a device, or give it a fresh code.
         */
        MoveDevice: {
            move: components["schemas"]["DeviceMove"];
        };
        /**
         * MoveFound
         * @description A move with what it needs.
         *
         *     match, not_same: `footage_id`, which a person has judged to be of the same thing, or of another.
         *     hand_over: `receiver`. dispose: `how`, once the year since the notice is over.
         */
        MoveFound: {
            move: components["schemas"]["FoundMove"];
            /** @default null */
            footage_id?: string | null;
            /** @default null */
            receiver?: components["schemas"]["Receiver"] | null;
            /** @default null */
            how?: components["schemas"]["Disposal"] | null;
        };
        /**
         * MoveHandover
         * @description Accept or decline what was offered to you, or withdraw what you offered.
         */
        MoveHandover: {
            move: components["schemas"]["HandoverMove"];
            /** @default  */
            note?: string;
        };
        /**
         * MoveHold
         * @description lengthen: `until`, and why. release: why.
         */
        MoveHold: {
            move: components["schemas"]["HoldMove"];
            reason: string;
            /** @default null */
            until?: string | null;
            /** @default 7 */
            remind_days?: number;
        };
        /**
         * MoveIncident
         * @description A move with what it needs.
         *
         *     take_command: `from_commander`, who commanded when you looked (of two, one wins); `note`, why it
         *     is taken. transfer: `area_code`. merge: `into`. set_priority: `priority`. close: `disposition`.
         */
        MoveIncident: {
            move: components["schemas"]["Move"];
            /** @default null */
            from_commander?: string | null;
            /** @default null */
            area_code?: string | null;
            /** @default null */
            into?: string | null;
            /** @default null */
            priority?: number | null;
            /** @default null */
            disposition?: components["schemas"]["Disposition"] | null;
            /** @default  */
            note?: string;
        };
        /**
         * MoveRequest
         * @description A move of the office. `version` is that of the request as it was read: who is late is told.
         *
         *     What a move needs besides: words (ask_info, stand_down, task_lead, lead_back), a channel with
         *     its number (redirects), a code (refuse), an identity number (verify_identity), a time and a
         *     place (schedule), an outcome and words (record_result). `cameras` says which are asked about and
         *     which minutes (ask_consent); without it all are, and all of the time.
         */
        MoveRequest: {
            move: components["schemas"]["FootageMove"];
            version: number;
            /** @default null */
            note?: string | null;
            /** @default null */
            refusal?: components["schemas"]["RefusalCode"] | null;
            /** @default null */
            channel?: components["schemas"]["PassedTo"] | null;
            /** @default null */
            channel_number?: string | null;
            /** @default null */
            at_risk?: components["schemas"]["AtRisk"] | null;
            /** @default null */
            id_number?: string | null;
            /** @default false */
            relationship_proved?: boolean;
            /** @default false */
            undertaking_signed?: boolean;
            /** @default null */
            slot_at?: string | null;
            /** @default null */
            slot_place?: string | null;
            /** @default null */
            outcome?: components["schemas"]["FootageOutcome"] | null;
            /** @default null */
            cameras?: components["schemas"]["ChosenCamera"][] | null;
        };
        /**
         * MoveSearch
         * @description A move with what it needs.
         *
         *     describe: any of `going`, `health_risk`, `seen_at`. note_110: `number`, where the desk gave one.
         *     note_published, note_taken_down: that an officer has published on the national platform for
         *     missing children, or taken it down there; this system never publishes there itself. end:
         *     `ending`.
         */
        MoveSearch: {
            move: components["schemas"]["SearchMove"];
            /** @default null */
            going?: components["schemas"]["WayOfGoing"] | null;
            /** @default null */
            health_risk?: boolean | null;
            /** @default null */
            seen_at?: string | null;
            /** @default null */
            number?: string | null;
            /** @default null */
            ending?: components["schemas"]["SearchEnding"] | null;
        };
        /**
         * MoveTask
         * @description One move; a repeated one changes nothing and is answered as the first was.
         */
        MoveTask: {
            move: components["schemas"]["TaskMove"];
            /** @default  */
            reason?: string;
        };
        /**
         * MyData
         * @description Everything that is kept about who asks, told to nobody else.
         */
        MyData: {
            /** Format: uuid */
            account_id: string;
            /** Format: date-time */
            at: string;
            parts: components["schemas"]["KeptPart"][];
            beside: components["schemas"]["Words"][];
        };
        /**
         * MyNotice
         * @description A notice that is for who asks, and since when he has taken note of this version.
         */
        MyNotice: {
            notice: components["schemas"]["NoticeVersion"];
            given_at: string | null;
        };
        /**
         * MyUnit
         * @description The unit that an officer belongs to.
         */
        MyUnit: {
            /** Format: uuid */
            unit_id: string;
            call_sign: string;
            mode: components["schemas"]["Mode"];
            on_duty: boolean;
            duty_since: string | null;
        };
        /**
         * NeedShown
         * @description A need with everybody who was asked, as the console sees it.
         */
        NeedShown: {
            /** Format: uuid */
            need_id: string;
            role: components["schemas"]["PostRole"];
            point_name: string;
            place: components["schemas"]["GivenPlace"];
            state: components["schemas"]["NeedState"];
            tier: number;
            exhausted: boolean;
            next_at: string;
            tasks: components["schemas"]["TaskShown"][];
        };
        /**
         * NeedState
         * @description Whether a need still looks for its unit.
         * @enum {unknown}
         */
        NeedState: "ended" | "held" | "open";
        /**
         * NetworkZone
         * @description In which network it is reached; the 14th digit of its number says the same.
         * @enum {unknown}
         */
        NetworkZone: "dedicated_line" | "government" | "industry" | "internet" | "justice" | "police_information" | "police_mobile" | "police_video";
        /**
         * NewAnswer
         * @description Somebody remembers whether the thing was there at an instant.
         */
        NewAnswer: {
            /** Format: date-time */
            at: string;
            there: boolean;
        };
        /**
         * NewArea
         * @description An area as it is added.
         */
        NewArea: {
            area_code: string;
            parent_code: string | null;
            name: string;
            level: components["schemas"]["Level"];
        };
        /**
         * NewBulletin
         * @description A bulletin as it is issued. `seen_at`: when the child was last seen.
         */
        NewBulletin: {
            area_code: string;
            zh: components["schemas"]["Notice"];
            /** @default null */
            en?: components["schemas"]["Notice"] | null;
            /** Format: date-time */
            seen_at: string;
            phone: string;
            /** Format: date-time */
            until: string;
            consent: components["schemas"]["Consent"];
        };
        /**
         * NewCamera
         * @description A camera as it is added or changed. Bearing is the middle of its view, clockwise from north.
         *
         *     It has a place, or, on a vehicle, a route; the bearing is then from the vehicle's front. One in
         *     a `restricted_vicinity` is in no citizen's request (Decree 799, article 10). Whether its sign
         *     stands (article 13) is not known until somebody has looked; `filed_on` is when it was filed with
         *     the police, which is due thirty days after `in_use_on` (article 14).
         *
         *     Addresses and logins are never shown, so they need not be repeated either: what is left out
         *     stays as it was, and null takes it away.
         */
        NewCamera: {
            name: string;
            area_code: string;
            /** @default null */
            place?: components["schemas"]["GivenPlace"] | null;
            /** @default null */
            route?: components["schemas"]["GivenPlace"][] | null;
            /** @default null */
            gb_id?: string | null;
            /** @default fixed */
            kind?: components["schemas"]["CameraKind"];
            /** @default other */
            capture_class?: components["schemas"]["CaptureClass"];
            /** @default other */
            capture_location?: components["schemas"]["CaptureLocation"];
            /** @default null */
            point_class?: number | null;
            managing_unit: string;
            /** @default government */
            unit_category?: components["schemas"]["UnitCategory"];
            /** @default null */
            network_zone?: components["schemas"]["NetworkZone"] | null;
            /** @default null */
            footage_days?: number | null;
            /** @default false */
            restricted_vicinity?: boolean;
            /** @default null */
            sign_present?: boolean | null;
            /** @default null */
            in_use_on?: string | null;
            /** @default null */
            filed_on?: string | null;
            /** @default 4 */
            height_m?: number;
            /** @default 0 */
            tilt_deg?: number;
            bearing_deg: number;
            spread_deg: number;
            range_m: number;
            /** @default [] */
            presets?: components["schemas"]["Preset"][];
            snapshot_url?: string | null;
            rtsp_url?: string | null;
            onvif_url?: string | null;
            gateway?: (components["schemas"]["NewMediaServer"] | components["schemas"]["NewPlatform"]) | null;
            username?: string | null;
            password?: string | null;
        };
        /**
         * NewCopy
         * @description A copy for an authority (Decree 799, article 20): who asks, by what law and document.
         */
        NewCopy: {
            organ: string;
            basis: string;
            document: string;
        };
        /**
         * NewCounterRequest
         * @description The same for somebody who stands at a counter.
         */
        NewCounterRequest: {
            category: components["schemas"]["Category"];
            /** Format: date-time */
            from_at: string;
            /** Format: date-time */
            until_at: string;
            description: string;
            name: string;
            /** @default null */
            place?: components["schemas"]["GivenPlace"] | null;
            /** @default null */
            site_id?: string | null;
            /** @default self */
            relationship?: components["schemas"]["Relationship"];
            /** @default null */
            at_risk?: components["schemas"]["AtRisk"] | null;
            /** @default false */
            minors?: boolean;
            phone_number: string;
        };
        /**
         * NewDevice
         * @description A key or kiosk to be enrolled; `replaces` names the one that it stands in for.
         */
        NewDevice: {
            kind: components["schemas"]["DeviceKind"];
            label: string;
            /** @default null */
            room?: string | null;
            /** @default null */
            replaces?: string | null;
        };
        /**
         * NewDrill
         * @description A school announces a drill or a test of its keys: presses in it are marked, and ring nobody.
         *
         *     A silent press is real all the same, and so is any press while an alarm is open in earnest.
         */
        NewDrill: {
            /** Format: date-time */
            starts_at: string;
            /** Format: date-time */
            ends_at: string;
            reason: string;
        };
        /**
         * NewFinding
         * @description What you have found: in which camera, when, where in the picture, in words.
         *
         *     `review_id` is the answer that led there, where one did. Without `until_at` it is an instant.
         */
        NewFinding: {
            /** Format: uuid */
            camera_id: string;
            kind: components["schemas"]["FindingKind"];
            /** Format: date-time */
            from_at: string;
            /** @default null */
            until_at?: string | null;
            /** @default null */
            region?: components["schemas"]["PictureRegion"] | null;
            words: string;
            /** @default null */
            review_id?: string | null;
        };
        /**
         * NewFixes
         * @description Positions that a phone has gathered.
         */
        NewFixes: {
            fixes: components["schemas"]["Fix"][];
        };
        /**
         * NewFolder
         * @description A folder of segments that this machine sees.
         */
        NewFolder: {
            /** @enum {unknown} */
            type: "folder";
            path: string;
        };
        /**
         * NewFootageMessage
         * @description A word between citizen and office.
         */
        NewFootageMessage: {
            text: string;
        };
        /**
         * NewFootageRequest
         * @description What somebody asks for: where as a point or a site, when, what happened, and for whom.
         *
         *     `from_at` to `until_at` is three hours at most and lies in the past.
         */
        NewFootageRequest: {
            category: components["schemas"]["Category"];
            /** Format: date-time */
            from_at: string;
            /** Format: date-time */
            until_at: string;
            description: string;
            name: string;
            /** @default null */
            place?: components["schemas"]["GivenPlace"] | null;
            /** @default null */
            site_id?: string | null;
            /** @default self */
            relationship?: components["schemas"]["Relationship"];
            /** @default null */
            at_risk?: components["schemas"]["AtRisk"] | null;
            /** @default false */
            minors?: boolean;
        };
        /**
         * NewFoundThing
         * @description A thing as it is handed in. The words are sealed: a name may stand in it.
         */
        NewFoundThing: {
            area_code: string;
            category: components["schemas"]["ThingCategory"];
            /** @default [] */
            colours?: components["schemas"]["Colour"][];
            place: components["schemas"]["GivenPlace"];
            place_name: string;
            /** Format: date-time */
            found_at: string;
            kept_at: string;
            words: string;
            /** @default null */
            finder?: string | null;
            /** @default null */
            finder_phone?: string | null;
        };
        /**
         * NewGateway
         * @description A device behind a gateway for GB/T 28181 (WVP). Files come from its host or `media_url`'s.
         *
         *     It says times by a clock that is `utc_offset_min` ahead of UTC. It cannot hold anything back.
         */
        NewGateway: {
            /** @enum {unknown} */
            type: "gb28181";
            base_url: string;
            device_id: string;
            /** @default null */
            media_url?: string | null;
            /** @default null */
            token?: string | null;
            /** @default 480 */
            utc_offset_min?: number;
        };
        /**
         * NewGrant
         * @description A role in an area until an instant, or for good.
         *
         *     A contact's names its site, and no other may; a contractor's names an agreement and its end.
         */
        NewGrant: {
            role: components["schemas"]["Role"];
            area_code: string;
            /** @default null */
            site_id?: string | null;
            /** @default null */
            until_at?: string | null;
            /** @default null */
            agreement?: string | null;
        };
        /**
         * NewHandover
         * @description Hand over to a person; without incidents all that you command: the end of a shift.
         */
        NewHandover: {
            /** Format: uuid */
            to: string;
            note: string;
            /** @default [] */
            incidents?: string[];
        };
        /**
         * NewHold
         * @description Keep what belongs to an incident until then, whatever a policy says.
         *
         *     Its owner is told `remind_days` before it ends.
         */
        NewHold: {
            reason: string;
            /** Format: date-time */
            until: string;
            /** @default 7 */
            remind_days?: number;
        };
        /**
         * NewKeeping
         * @description A policy for an area and what lies below it, from an instant on; it is never rewritten.
         *
         *     Kinds that it leaves out stay as the area above has them. Pictures of the named `sites` are kept
         *     for at least 90 days, as the law asks for targets that need special protection.
         */
        NewKeeping: {
            /** Format: date-time */
            from_at: string;
            rules: {
                [key: string]: components["schemas"]["Span"];
            };
            /** @default [] */
            sites?: string[];
        };
        /**
         * NewManagingUnit
         * @description Which accounts answer for a managing unit of an area.
         */
        NewManagingUnit: {
            area_code: string;
            managing_unit: string;
            accounts: string[];
        };
        /**
         * NewMasking
         * @description Mask a camera's granted minutes, or some of them, and show nothing outside a region.
         */
        NewMasking: {
            /** Format: uuid */
            camera_id: string;
            /** @default null */
            from_at?: string | null;
            /** @default null */
            until_at?: string | null;
            /** @default null */
            region?: components["schemas"]["OpenRegion"] | null;
        };
        /**
         * NewMediaServer
         * @description A camera behind ZLMediaKit: its API, its secret, and the stream as the server knows it.
         */
        NewMediaServer: {
            /** @enum {unknown} */
            type: "zlm";
            base_url: string;
            stream_url: string;
            secret?: string | null;
        };
        /**
         * NewMessage
         * @description A line to everybody who has to do with an incident; its number is made by the writer.
         *
         *     The same number again is the same message: a phone may send it until it is answered.
         */
        NewMessage: {
            /** Format: uuid */
            message_id: string;
            text: string;
        };
        /**
         * NewNotice
         * @description A new version of a notice for an area and what lies below it; it is never rewritten.
         */
        NewNotice: {
            kind: components["schemas"]["NoticeKind"];
            area_code: string;
            zh: string;
            en: string;
            /** @default null */
            from_at?: string | null;
        };
        /**
         * NewOnvif
         * @description A recorder by ONVIF Profile G; a channel is its token for a recording. It cannot hold.
         */
        NewOnvif: {
            /** @enum {unknown} */
            type: "onvif";
            url: string;
            /** @default null */
            username?: string | null;
            /** @default null */
            password?: string | null;
        };
        /**
         * NewPhone
         * @description A phone that an officer has signed in on; said anew at each start of its app.
         *
         *     A canary lies at the centre and is rung for trial every few minutes: what it does not receive
         *     is a gateway's fault, found before a task is late.
         */
        NewPhone: {
            platform: components["schemas"]["Platform"];
            model: string;
            /** @default  */
            app_version?: string;
            /** @default null */
            by?: (components["schemas"]["ByApns"] | components["schemas"]["ByFcm"] | components["schemas"]["ByHuawei"] | components["schemas"]["ByWeb"]) | null;
            /**
             * @default {
             *       "show": null,
             *       "break_silence": null,
             *       "full_screen": null,
             *       "run_in_background": null
             *     }
             */
            allows?: components["schemas"]["Allows"];
            /** @default false */
            canary?: boolean;
        };
        /**
         * NewPlan
         * @description A plan for an area and what lies below it; unset class or kind means any.
         */
        NewPlan: {
            area_code: string;
            /** @default null */
            site_class?: number | null;
            /** @default null */
            kind?: components["schemas"]["Kind"] | null;
            body: components["schemas"]["Plan"];
        };
        /**
         * NewPlatform
         * @description A camera behind a WVP platform: its API, an access token, and the two 20-digit numbers.
         */
        NewPlatform: {
            /** @enum {unknown} */
            type: "wvp";
            base_url: string;
            device_id: string;
            channel_id: string;
            token?: string | null;
        };
        /**
         * NewPlayback
         * @description A recorder that plays by RTSP: its address with gaps, `{channel}`, `{from}` and `{until}`.
         *
         *     `{from:%Y_%m_%d_%H_%M_%S}` says in the words of strftime how an instant is written; by a clock
         *     that is `utc_offset_min` ahead of UTC. It cannot hold anything back.
         */
        NewPlayback: {
            /** @enum {unknown} */
            type: "rtsp";
            url: string;
            /** @default null */
            username?: string | null;
            /** @default null */
            password?: string | null;
            /** @default 0 */
            utc_offset_min?: number;
        };
        /**
         * NewRecorder
         * @description A recorder of an area. It writes over what is older than `retention_days`.
         */
        NewRecorder: {
            name: string;
            area_code: string;
            address: components["schemas"]["NewFolder"] | components["schemas"]["NewService"] | components["schemas"]["NewPlayback"] | components["schemas"]["NewOnvif"] | components["schemas"]["NewGateway"];
            retention_days: number;
        };
        /**
         * NewRecording
         * @description A camera is recorded there, as this channel; its clock is so much ahead of ours.
         */
        NewRecording: {
            /** Format: uuid */
            recorder_id: string;
            channel: string;
            /** @default null */
            retention_days?: number | null;
            /** @default 0 */
            clock_ahead_s?: number;
        };
        /**
         * NewRequest
         * @description A request about the own data, in one's own words.
         */
        NewRequest: {
            kind: components["schemas"]["RequestKind"];
            /** @default  */
            text?: string;
        };
        /**
         * NewReview
         * @description What is to be looked for in a camera's recording.
         *
         *     A moment has a region, an instant or several at which the thing is there, and at which it is
         *     not; `steps` are the looks of its first round. A timeline has a region. From `from_at` to
         *     `until_at`: less than what may be looked at, where given.
         */
        NewReview: {
            /** Format: uuid */
            camera_id: string;
            kind: components["schemas"]["ReviewKind"];
            /** @default null */
            region?: components["schemas"]["PictureRegion"] | null;
            /** @default [] */
            there_at?: string[];
            /** @default [] */
            gone_at?: string[];
            /** @default 48 */
            steps?: number;
            /** @default null */
            from_at?: string | null;
            /** @default null */
            until_at?: string | null;
        };
        /**
         * NewReviewPlan
         * @description Where somebody was seen last, between which instants, and how he went on.
         *
         *     What is left out is as the request says. Of a thing: where it was, and when it went.
         */
        NewReviewPlan: {
            /** @default unknown */
            going?: components["schemas"]["Going"];
            /** @default null */
            place?: components["schemas"]["GivenPlace"] | null;
            /** @default null */
            from_at?: string | null;
            /** @default null */
            until_at?: string | null;
        };
        /**
         * NewService
         * @description A recorder with an HTTP API; the token is never shown.
         */
        NewService: {
            /** @enum {unknown} */
            type: "http";
            base_url: string;
            /** @default null */
            token?: string | null;
        };
        /**
         * NewSighting
         * @description You have seen him by this camera, and are sure; `going` where it has changed.
         *
         *     Where minors, a school or a site of the first class are concerned another person confirms it.
         */
        NewSighting: {
            /** Format: uuid */
            camera_id: string;
            /** Format: date-time */
            at: string;
            /** @default null */
            going?: components["schemas"]["Going"] | null;
        };
        /**
         * NewSite
         * @description A site as it is added.
         */
        NewSite: {
            name: string;
            kind: components["schemas"]["SiteKind"];
            site_class: number;
            area_code: string;
            /** @default  */
            address?: string;
            place: components["schemas"]["GivenPlace"];
            /** @default [] */
            points?: components["schemas"]["Point"][];
            /** @default [] */
            rooms?: string[];
        };
        /**
         * NewTestPlan
         * @description A declared test: presses of this site in this window are tests, and ring only these units.
         *
         *     A silent press in it is real all the same, unless `silent` says that such are part of it.
         */
        NewTestPlan: {
            /** Format: date-time */
            starts_at: string;
            /** Format: date-time */
            ends_at: string;
            /** @default [] */
            unit_ids?: string[];
            /** @default  */
            note?: string;
            /** @default false */
            silent?: boolean;
        };
        /**
         * NewUnit
         * @description A unit as it is added.
         */
        NewUnit: {
            call_sign: string;
            unit_class: components["schemas"]["UnitClass"];
            mode: components["schemas"]["Mode"];
            /** @default [] */
            skills?: string[];
            area_code: string;
            /** @default [] */
            members?: string[];
        };
        /**
         * NewWatched
         * @description You have watched these minutes of a camera, and not seen whom you look for.
         */
        NewWatched: {
            /** Format: uuid */
            camera_id: string;
            /** Format: date-time */
            from_at: string;
            /** Format: date-time */
            until_at: string;
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
         * NoticeKind
         * @description For whom a notice is.
         * @enum {unknown}
         */
        NoticeKind: "contact" | "desk" | "officer";
        /**
         * NoticeVersion
         * @description A version of a notice. The system's own, where no area has written one, names no area.
         */
        NoticeVersion: {
            /** Format: uuid */
            notice_id: string;
            kind: components["schemas"]["NoticeKind"];
            area_code: string | null;
            zh: string;
            en: string;
            from_at: string;
        };
        /**
         * Number
         * @description The telephone number of an account, where one is known.
         */
        Number: {
            phone_number: string | null;
        };
        /**
         * OfferByHand
         * @description A dispatcher asks one unit, busy or not; without a need a further one is opened.
         */
        OfferByHand: {
            /** Format: uuid */
            unit_id: string;
            /** @default null */
            need_id?: string | null;
        };
        /**
         * OfficerReach
         * @description One officer of a unit, and what he can be rung by.
         */
        OfficerReach: {
            /** Format: uuid */
            account_id: string;
            display: string;
            has_number: boolean;
            phones: components["schemas"]["Phone"][];
        };
        /**
         * OpenByHand
         * @description An incident that no key has reported: seen by somebody, or handed over.
         */
        OpenByHand: {
            source: components["schemas"]["Source"];
            kind: components["schemas"]["Kind"];
            /** @default null */
            priority?: number | null;
            /** @default null */
            area_code?: string | null;
            /** @default null */
            site_id?: string | null;
            /** @default null */
            title?: string | null;
            /** @default null */
            place?: components["schemas"]["GivenPlace"] | null;
            /** @default  */
            note?: string;
        };
        /**
         * OpenRegion
         * @description A box in pixels of the recording; all outside it is solid. Left and top belong to it.
         */
        OpenRegion: {
            x: number;
            y: number;
            width: number;
            height: number;
        };
        /**
         * Outcome
         * @description What a gateway said, as far as whoever rings must know it.
         * @enum {unknown}
         */
        Outcome: "accepted" | "bad_request" | "config" | "no_address" | "retry_later" | "token_dead" | "unknown";
        /**
         * Owed
         * @description What a search still asks of a person.
         * @enum {unknown}
         */
        Owed: "consent_in_writing" | "hand_to_110" | "identity" | "notice" | "publish" | "review" | "take_down";
        /**
         * OwnConsent
         * @description That one took note of, or agreed to, this version of a notice, and perhaps took it back.
         */
        OwnConsent: {
            /** Format: uuid */
            notice_id: string;
            kind: components["schemas"]["NoticeKind"];
            area_code: string | null;
            zh: string;
            en: string;
            from_at: string;
            given_at: string;
            withdrawn_at: string | null;
            how: components["schemas"]["GivenBy"];
        };
        /**
         * OwnFactor
         * @description One's own second factor, if there is one, and how many recovery codes are left.
         */
        OwnFactor: {
            enrolled_at: string | null;
            recovery_codes_left: number;
        };
        /**
         * OwnFootageRequest
         * @description One's own request. Where cameras stand is not told, only how many are held.
         */
        OwnFootageRequest: {
            /** Format: uuid */
            footage_id: string;
            number: number;
            lane: components["schemas"]["FootageLane"];
            category: components["schemas"]["Category"];
            state: components["schemas"]["FootageState"];
            state_zh: string;
            state_en: string;
            version: number;
            from_at: string;
            until_at: string;
            filed_at: string;
            due_at: string | null;
            overwrite_at: string | null;
            cameras: number;
            held: number;
            refusal: components["schemas"]["GroundsTold"] | null;
            slot_at: string | null;
            slot_place: string | null;
            outcome: string | null;
            result: string | null;
            moves: components["schemas"]["FootageMove"][];
            relationship: components["schemas"]["Relationship"];
            identity_how: components["schemas"]["IdentityHow"] | null;
            late_at: string | null;
            channel: string | null;
            channel_number: string | null;
            satisfaction: number | null;
            ended_at: string | null;
            not_held: number;
        };
        /**
         * OwnMove
         * @description A move of the applicant: withdraw, give_info or appeal; the last two in words.
         */
        OwnMove: {
            move: components["schemas"]["FootageMove"];
            version: number;
            /** @default null */
            note?: string | null;
        };
        /**
         * OwnSession
         * @description A session of one's own; `current` is the one that asks.
         */
        OwnSession: {
            /** Format: uuid */
            session_id: string;
            device: string;
            address: string;
            /** Format: date-time */
            started_at: string;
            /** Format: date-time */
            seen_at: string;
            current: boolean;
        };
        /**
         * Part
         * @description What is kept about an account.
         * @enum {unknown}
         */
        Part: "account" | "consents" | "duties" | "footage" | "looks" | "messages" | "phones" | "positions" | "requests" | "rings" | "roles" | "security" | "sessions" | "tasks";
        /**
         * PassedTo
         * @description Where a request that does not belong here is passed on to.
         * @enum {unknown}
         */
        PassedTo: "desk_110" | "police_report" | "traffic_case";
        /**
         * PatrolSector
         * @description Where one patrol may look: clockwise from one bearing to another, as far as he may be.
         *
         *     `share` is how likely he is in it; streets are named where they are known.
         */
        PatrolSector: {
            from_deg: number;
            until_deg: number;
            far_m: number;
            share: number;
            streets: string[];
        };
        /**
         * Phone
         * @description A registered phone as its officer and his dispatchers see it; its address is never shown.
         *
         *     `accepted_at` is when a gateway last took a ring for it, `received_at` when the phone itself
         *     last said that one arrived: only that proves that it can be reached.
         */
        Phone: {
            /** Format: uuid */
            phone_id: string;
            platform: components["schemas"]["Platform"];
            model: string;
            app_version: string;
            gateway: components["schemas"]["Gateway"];
            allows: components["schemas"]["Allows"];
            canary: boolean;
            seen_at: string;
            accepted_at: string | null;
            received_at: string | null;
            retired_at: string | null;
            retired_why: string | null;
        };
        /**
         * PhoneCodeSent
         * @description A code is under way; whether the number is known is never told.
         */
        PhoneCodeSent: {
            /** Format: date-time */
            until: string;
        };
        /**
         * PictureRegion
         * @description A box in pixels of the recording's own pictures; left and top belong to it.
         */
        PictureRegion: {
            x: number;
            y: number;
            width: number;
            height: number;
        };
        /**
         * Plan
         * @description A response plan: copied into an incident when it opens, so that later edits do not reach it.
         *
         *     Tiers are climbed in order and never down. Without posts no unit is asked: the desk decides.
         */
        Plan: {
            posts: components["schemas"]["Post"][];
            tiers: components["schemas"]["Tier"][];
            /**
             * @default {
             *       "receipt_wait_s": 5,
             *       "answer_wait_s": 15,
             *       "ring_most_s": 60,
             *       "desk_after_s": 90,
             *       "rescan_s": 15
             *     }
             */
            timers?: components["schemas"]["Timers"];
            /**
             * @default [
             *       "live",
             *       "text"
             *     ]
             */
            channels?: string[];
            /** @default 8 */
            pictures?: number;
            /**
             * @default {
             *       "cameras": 4,
             *       "before_s": [
             *         10,
             *         5,
             *         2
             *       ],
             *       "after_s": [
             *         5,
             *         15,
             *         30,
             *         60
             *       ],
             *       "again_s": [
             *         15,
             *         60
             *       ],
             *       "again_cameras": 2
             *     }
             */
            film?: components["schemas"]["Film"];
            /** @default [] */
            modifiers?: string[];
        };
        /**
         * PlanAnswer
         * @description What somebody remembers.
         */
        PlanAnswer: {
            at: string;
            there: boolean;
            noted_by: string;
        };
        /**
         * PlanRow
         * @description A plan as it is kept.
         */
        PlanRow: {
            /** Format: uuid */
            plan_id: string;
            area_code: string;
            site_class: number | null;
            kind: components["schemas"]["Kind"] | null;
            body: components["schemas"]["Plan"];
            from_at: string;
        };
        /**
         * PlanSighting
         * @description Somebody was seen, by whom it was said; one that was a mistake is withdrawn.
         *
         *     The plan goes by what `stands`: `second` says why another person has to confirm it first.
         *     `at_desk`: it was marked as a finding, and is confirmed or taken back there.
         */
        PlanSighting: {
            /** Format: uuid */
            sighting_id: string;
            /** Format: uuid */
            camera_id: string;
            place: components["schemas"]["GivenPlace"];
            at: string;
            going: components["schemas"]["Going"] | null;
            noted_at: string;
            noted_by: string;
            noted_id: string | null;
            second: components["schemas"]["Second"] | null;
            confirmed_by: string | null;
            stands: boolean;
            withdrawn: boolean;
            at_desk: boolean;
        };
        /**
         * PlanWatched
         * @description WatchMinutes that were watched in vain, and by whom.
         */
        PlanWatched: {
            /** Format: uuid */
            camera_id: string;
            from_at: string;
            until_at: string;
            noted_by: string;
        };
        /**
         * PlannedCamera
         * @description A camera of a plan; they come in the order in which to watch them.
         *
         *     `window` is when he may have passed, `left` what of it is to be watched yet. `ring` 0 is the
         *     innermost; `away_m` is along the streets where they are known. `chance` is that he passed what
         *     it sees. Where `hole` says why, there is nothing to watch, and nothing is known of it. What is
         *     not `in_request` is neither held nor consented to yet.
         */
        PlannedCamera: {
            /** Format: uuid */
            camera_id: string;
            name: string;
            place: components["schemas"]["GivenPlace"];
            ring: number;
            away_m: number;
            direction_deg: number;
            window: components["schemas"]["WatchMinutes"];
            left: components["schemas"]["WatchMinutes"][];
            minutes_left: number;
            chance: number;
            hole: components["schemas"]["HoleWhy"] | null;
            in_request: boolean;
        };
        /**
         * Platform
         * @description What kind of phone it is.
         * @enum {unknown}
         */
        Platform: "android" | "harmony" | "ios" | "terminal" | "web";
        /**
         * Point
         * @description A point of a site: where a unit goes, or a way out that it watches.
         */
        Point: {
            name: string;
            kind: components["schemas"]["PointKind"];
            place: components["schemas"]["GivenPlace"];
        };
        /**
         * PointKind
         * @description What a point of a site is for.
         * @enum {unknown}
         */
        PointKind: "exit" | "gate" | "hall" | "staging";
        /**
         * Policy
         * @description Values that an area may set for itself; what it leaves out holds from the area above.
         */
        Policy: {
            /** @default 300 */
            fix_age_max_s?: number;
            /** @default 1.3 */
            detour?: number;
            /**
             * @default {
             *       "car": 40,
             *       "motorcycle": 35,
             *       "bicycle": 14,
             *       "foot": 5
             *     }
             */
            speeds?: components["schemas"]["Speeds"];
            /** @default 120 */
            lost_after_s?: number;
            /** @default 31 */
            key_test_days?: number;
            /** @default 15 */
            data_answer_days?: number;
            /** @default  */
            desk_phone?: string;
            /**
             * @default {
             *       "emergency_h": 0.03333333333333333,
             *       "triage_h": 0.5,
             *       "info_h": 72,
             *       "hold_h": 0.25,
             *       "consent_h": 24,
             *       "written_h": 24,
             *       "decision_h": 24,
             *       "no_show_h": 0.5,
             *       "notice_h": 8,
             *       "lead_h": 168,
             *       "appeal_h": 1440,
             *       "review_h": 360,
             *       "redirect_h": 336,
             *       "closing_h": 720
             *     }
             */
            footage?: components["schemas"]["FootageTimers"];
        };
        /**
         * Post
         * @description One unit that the plan asks for; `at` names the kind of point, each point of it once.
         */
        Post: {
            role: components["schemas"]["PostRole"];
            /** @default null */
            at?: components["schemas"]["PointKind"] | null;
            /** @default 1 */
            count_max?: number;
            /** @default [] */
            skills?: string[];
        };
        /**
         * PostRole
         * @description What a unit is sent for.
         * @enum {unknown}
         */
        PostRole: "backup" | "convergence" | "primary";
        /**
         * Power
         * @description What feeds a box.
         * @enum {unknown}
         */
        Power: "battery" | "mains";
        /**
         * Preset
         * @description A direction that a camera can be turned to by the name of it.
         */
        Preset: {
            token: string;
            name: string;
            bearing_deg: number;
            spread_deg: number;
        };
        /**
         * Press
         * @description One press. The same `press_id` is the same press, however often it is sent.
         *
         *     `pressed_at` is what the box's clock said: it is kept, and never a reason to refuse. `test` is
         *     what the box says of itself; whether it is one decides the declared plan of the site.
         */
        Press: {
            /** Format: uuid */
            press_id: string;
            kind: components["schemas"]["Kind"];
            /** Format: date-time */
            pressed_at: string;
            /** @default false */
            silent?: boolean;
            /** @default false */
            test?: boolean;
            /** @default null */
            room?: string | null;
            /** @default  */
            note?: string;
        };
        /**
         * ProblemBody
         * @description RFC 9457. `code` is stable, `field` names what to mend; problems may have more members.
         */
        ProblemBody: {
            type: string;
            title: string;
            status: number;
            code: string;
            /** @default  */
            detail?: string;
            /** @default null */
            field?: string | null;
        };
        /**
         * Progress
         * @description How far the answer to a press has come; `eta_s` until the first unit is there.
         *
         *     `test`: it came in a declared test window, so it is a drill and rings nobody else.
         */
        Progress: {
            /** Format: uuid */
            press_id: string;
            state: components["schemas"]["ProgressState"];
            eta_s: number | null;
            test: boolean;
        };
        /**
         * ProgressState
         * @description What the one who pressed is shown.
         * @enum {unknown}
         */
        ProgressState: "assigned" | "en_route" | "on_scene" | "received" | "reset";
        /**
         * Question
         * @description A question to a managing unit: exactly these cameras and minutes, and what it is about.
         *
         *     Nothing says who applies. `second_by`: where minors are concerned a second person agreed.
         */
        Question: {
            /** Format: uuid */
            consent_id: string;
            managing_unit: string;
            number: number;
            category: components["schemas"]["Category"];
            minors: boolean;
            cameras: components["schemas"]["AskedCamera"][];
            state: components["schemas"]["ConsentState"];
            asked_at: string;
            due_at: string;
            late_at: string | null;
            how: components["schemas"]["ConsentHow"] | null;
            answered_at: string | null;
            answered_by: string | null;
            second_by: string | null;
            written_due_at: string | null;
            written_at: string | null;
            link_until: string | null;
        };
        /**
         * Reach
         * @description From where units are asked.
         * @enum {unknown}
         */
        Reach: "any" | "own" | "parent";
        /**
         * RealSaid
         * @description It is real: the incident that is being answered now.
         */
        RealSaid: {
            /** Format: uuid */
            incident_id: string;
            number: number;
        };
        /**
         * Reason
         * @description Why a camera was chosen: it sees the place, or a way out, could be turned, or is near.
         * @enum {unknown}
         */
        Reason: "can_turn" | "near" | "sees" | "way_out";
        /**
         * Receipt
         * @description A phone says that a push arrived, or that its officer has touched it (`seen`).
         *
         *     `at` is its own clock's word, kept for what it is worth.
         */
        Receipt: {
            /** Format: uuid */
            delivery_id: string;
            /** @default null */
            at?: string | null;
            /** @default false */
            seen?: boolean;
        };
        /**
         * Receiver
         * @description Who receives a thing, and how he has signed: on the screen, by strokes, or on paper.
         */
        Receiver: {
            name: string;
            document: components["schemas"]["Document"];
            document_number: string;
            /** @default [] */
            strokes?: [
                number,
                number
            ][][];
            /** @default false */
            on_paper?: boolean;
        };
        /**
         * Recorder
         * @description A recorder as administrators see it: `kind` says how it is reached, never where.
         */
        Recorder: {
            /** Format: uuid */
            recorder_id: string;
            name: string;
            area_code: string;
            kind: string;
            retention_days: number;
            cameras: number;
        };
        /**
         * RecorderAdded
         * @description The name of a recorder that was added.
         */
        RecorderAdded: {
            /** Format: uuid */
            recorder_id: string;
        };
        /**
         * RecorderClock
         * @description How far a recorder's clock is ahead of the true time; behind is negative.
         */
        RecorderClock: {
            ahead_s: number;
        };
        /**
         * RecordingState
         * @description Whether a camera's recording lies at the desk.
         * @enum {unknown}
         */
        RecordingState: "asked" | "failed" | "known" | "ready";
        /**
         * RecoveryCodes
         * @description Each stands in for the second factor once; they are not shown again.
         */
        RecoveryCodes: {
            recovery_codes: string[];
        };
        /**
         * Refresh
         * @description A refresh token, unless it is in the cookie.
         */
        Refresh: {
            /** @default null */
            refresh_token?: string | null;
        };
        /**
         * Refusal
         * @description Why a request is refused, by law or by what it is about.
         * @enum {unknown}
         */
        Refusal: "already_right" | "kept_by_law" | "not_kept" | "not_proven" | "on_hold" | "still_serving";
        /**
         * RefusalCode
         * @description Why a request, or a camera of it, is refused; only a person refuses.
         * @enum {unknown}
         */
        RefusalCode: "R01" | "R02" | "R03" | "R04" | "R05" | "R06" | "R07" | "R08" | "R09" | "R10" | "R11" | "R12" | "R13";
        /**
         * Relation
         * @description Whose consent it is.
         * @enum {unknown}
         */
        Relation: "grandparent" | "other_guardian" | "parent" | "welfare_body";
        /**
         * Relationship
         * @description What the applicant is to the person concerned (Decree 799, article 21).
         * @enum {unknown}
         */
        Relationship: "carer" | "custodian" | "guardian" | "near_relative" | "self";
        /**
         * Release
         * @description A duty leader's release of a missing minor's bulletin: where, what it says, until when.
         */
        Release: {
            area_code: string;
            zh: components["schemas"]["Notice"];
            /** @default null */
            en?: components["schemas"]["Notice"] | null;
            phone: string;
            /** Format: date-time */
            until: string;
            consent: components["schemas"]["Consent"];
        };
        /**
         * Remaining
         * @description What stays after a deletion, why, and for how many days; null: until a hold ends.
         */
        Remaining: {
            what: components["schemas"]["Words"];
            why: components["schemas"]["Words"];
            days: number | null;
        };
        /**
         * Replay
         * @description An incident as it went. `cut` says that it was longer than what is shown.
         */
        Replay: {
            incident: components["schemas"]["Incident"];
            from_at: string;
            until_at: string;
            cut: boolean;
            timeline: components["schemas"]["TimelineEntry"][];
            tasks: components["schemas"]["TaskShown"][];
            trails: components["schemas"]["Trail"][];
            snapshots: components["schemas"]["Snapshot"][];
        };
        /**
         * Reply
         * @description What may be answered.
         * @enum {unknown}
         */
        Reply: "grant" | "refuse" | "withdraw";
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
         * RequestStatus
         * @description How far a request has come, for whoever has its receipt: nothing about anybody.
         */
        RequestStatus: {
            number: number;
            state: components["schemas"]["FootageState"];
            state_zh: string;
            state_en: string;
            filed_at: string;
            due_at: string | null;
            refusal: components["schemas"]["GroundsTold"] | null;
            slot_at: string | null;
        };
        /**
         * Reset
         * @description A person resets an alarm and says what it was.
         */
        Reset: {
            disposition: components["schemas"]["Disposition"];
            /** @default  */
            note?: string;
        };
        /**
         * Review
         * @description Something that is looked for in a camera's recording, how far it has come, and its answer.
         */
        Review: {
            /** Format: uuid */
            review_id: string;
            /** Format: uuid */
            footage_id: string;
            /** Format: uuid */
            camera_id: string;
            kind: components["schemas"]["ReviewKind"];
            asked: components["schemas"]["NewReview"];
            asked_name: string;
            asked_at: string;
            state: components["schemas"]["ReviewState"];
            done: number;
            answer: components["schemas"]["ReviewAnswer"] | null;
            trouble: string | null;
            began_at: string | null;
            ended_at: string | null;
        };
        /**
         * ReviewAnswer
         * @description What was found. `step_s`: an absence shorter than this may have been missed.
         */
        ReviewAnswer: {
            outcome: components["schemas"]["ReviewOutcome"];
            /** @default null */
            reason?: components["schemas"]["ReviewReason"] | null;
            /** @default [] */
            changes?: components["schemas"]["SeenChange"][];
            /** @default [] */
            spells?: components["schemas"]["SeenSpell"][];
            /** @default null */
            bins?: components["schemas"]["SeenBins"] | null;
            /** @default null */
            step_s?: number | null;
            /** @default 0 */
            looks?: number;
        };
        /**
         * ReviewKind
         * @description What is looked for: when a thing changed, when anything moved, which minutes are lively.
         * @enum {unknown}
         */
        ReviewKind: "moment" | "ribbon" | "timeline";
        /**
         * ReviewOutcome
         * @description What came of it; that nothing was seen to change, or that it cannot be told, is an answer.
         * @enum {unknown}
         */
        ReviewOutcome: "cannot_tell" | "changed" | "drawn" | "no_change_seen";
        /**
         * ReviewPlan
         * @description What to watch for a request, in which order.
         *
         *     It begins where he was seen last: at the latest sighting where there is one, and then
         *     `toward_deg` is the way that he went. Of a thing, answers narrow the time; where they
         *     `contradict` each other they narrow nothing. Sectors are for people who are searched for alone.
         */
        ReviewPlan: {
            /** Format: uuid */
            footage_id: string;
            seeking: components["schemas"]["Seeking"];
            going: components["schemas"]["Going"];
            place: components["schemas"]["GivenPlace"];
            from_at: string;
            until_at: string;
            toward_deg: number | null;
            contradict: boolean;
            cameras: components["schemas"]["PlannedCamera"][];
            sectors: components["schemas"]["PatrolSector"][];
            sightings: components["schemas"]["PlanSighting"][];
            watched: components["schemas"]["PlanWatched"][];
            answers: components["schemas"]["PlanAnswer"][];
        };
        /**
         * ReviewReason
         * @description Why it could not be told, or nothing was seen.
         * @enum {unknown}
         */
        ReviewReason: "anchors_alike" | "cannot_be_read" | "clock_jumps" | "mark_another" | "mostly_hidden" | "no_picture_there" | "other_light" | "region_outside" | "too_slow";
        /**
         * ReviewState
         * @description How far it has come.
         * @enum {unknown}
         */
        ReviewState: "cancelled" | "done" | "failed" | "waiting" | "working";
        /**
         * Role
         * @description What an account may do; each grant names an area, a contact's also the site.
         * @enum {unknown}
         */
        Role: "administrator" | "citizen" | "contractor" | "dispatcher" | "duty_leader" | "inspector" | "managing_unit" | "patrol_officer" | "reviewer" | "school_contact";
        /**
         * RoleHeld
         * @description One grant as shown to its holder.
         */
        RoleHeld: {
            role: components["schemas"]["Role"];
            area_code: string;
            area_name: string;
        };
        /**
         * Rotate
         * @description A new public key, in a request signed with the old one.
         */
        Rotate: {
            public_key: string;
        };
        /**
         * Rotated
         * @description The new key holds from now on.
         */
        Rotated: {
            /** Format: uuid */
            device_id: string;
        };
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
         * Satisfaction
         * @description How satisfied somebody is with how his request was handled, 1 to 5.
         */
        Satisfaction: {
            stars: number;
        };
        /**
         * School
         * @description A site of which you are the contact, and the desk that has its alarms.
         */
        School: {
            /** Format: uuid */
            site_id: string;
            name: string;
            kind: components["schemas"]["SiteKind"];
            address: string;
            desk: string;
            desk_phone: string;
        };
        /**
         * SchoolKey
         * @description A key or kiosk of the own site; without troubles it can be relied on.
         *
         *     `tested_at` is the last press that was a declared test, `test_due_at` when the next must be.
         *     `faults` are what the box finds wrong with itself, now and in its `self_test`.
         */
        SchoolKey: {
            /** Format: uuid */
            device_id: string;
            kind: components["schemas"]["DeviceKind"];
            state: components["schemas"]["DeviceState"];
            label: string;
            room: string | null;
            seen_at: string | null;
            power: string | null;
            battery_pct: number | null;
            tested_at: string | null;
            test_due_at: string | null;
            keeper: string | null;
            faults: components["schemas"]["BoxFault"][];
            self_test: components["schemas"]["SelfTested"] | null;
            troubles: components["schemas"]["KeyTrouble"][];
        };
        /**
         * Search
         * @description A search as desks see it; nothing about the person but the risk.
         *
         *     `number` is its incident's. `reach_m`: how far somebody may have come since he was last seen.
         *     `platform_km`: around which distance the national platform pushes now, where it takes the case;
         *     `owed`: what is still to be done by a person; `sectors`: where which unit looks.
         */
        Search: {
            /** Format: uuid */
            search_id: string;
            /** Format: uuid */
            footage_id: string;
            /** Format: uuid */
            incident_id: string;
            number: number;
            area_code: string;
            at_risk: components["schemas"]["AtRisk"];
            health_risk: boolean;
            going: components["schemas"]["WayOfGoing"];
            seen_at: string;
            place: components["schemas"]["GivenPlace"];
            reach_m: number;
            started_at: string;
            review_at: string | null;
            reviewed_at: string | null;
            reviewed_by: string | null;
            desk_110_at: string | null;
            desk_110_by: string | null;
            desk_110_number: string | null;
            platform_km: number | null;
            published_at: string | null;
            published_by: string | null;
            taken_down_at: string | null;
            ended_at: string | null;
            ended_by: string | null;
            ending: components["schemas"]["SearchEnding"] | null;
            bulletins: string[];
            owed: components["schemas"]["Owed"][];
            sectors: components["schemas"]["SearchSector"][];
        };
        /**
         * SearchEnding
         * @description How a search ended.
         * @enum {unknown}
         */
        SearchEnding: "found" | "given_up" | "handed_over" | "not_at_risk";
        /**
         * SearchMove
         * @description What a person does with a search.
         * @enum {unknown}
         */
        SearchMove: "describe" | "end" | "note_110" | "note_published" | "note_taken_down" | "review";
        /**
         * SearchSector
         * @description Where one unit looks: clockwise around a place from one bearing to another, so far.
         *
         *     `toward_deg` is where he is likeliest in it, where that is known; `share` how likely he is in it
         *     at all. `seen_at`: when he was at `place`; streets are named where they are known.
         */
        SearchSector: {
            /** Format: uuid */
            unit_id: string;
            call_sign: string;
            place: components["schemas"]["GivenPlace"];
            from_deg: number;
            until_deg: number;
            far_m: number;
            share: number;
            toward_deg: number | null;
            streets: string[];
            seen_at: string;
            shared_at: string;
        };
        /**
         * Second
         * @description Why a second person confirms what was found.
         * @enum {unknown}
         */
        Second: "class_one" | "minors" | "school";
        /**
         * SecurityEvent
         * @description Something that was kept; `by` where another did it, `name` where there is such an account.
         */
        SecurityEvent: {
            /** Format: uuid */
            event_id: string;
            /** Format: date-time */
            at: string;
            kind: string;
            account_id: string | null;
            name: string | null;
            by: string | null;
            address: string;
            device: string;
            roles: string[];
        };
        /**
         * Seeking
         * @description What a plan is for: somebody who went on, or what happened at one place.
         * @enum {unknown}
         */
        Seeking: "person" | "place";
        /**
         * SeenBins
         * @description Activity from 0 to 1 in bins of a length; null where there is no picture.
         */
        SeenBins: {
            from_at: string;
            bin_s: number;
            activity: (number | null)[];
        };
        /**
         * SeenCard
         * @description The number of an identity card that an officer has seen, with who showed it before him.
         */
        SeenCard: {
            id_number: string;
        };
        /**
         * SeenChange
         * @description It changed after `last_at` and by `first_at`; `look_at` are the frames to look at.
         *
         *     `went`: it was there before. `hidden` looks between the two could not be judged.
         */
        SeenChange: {
            went: boolean;
            last_at: string;
            first_at: string;
            confidence: number;
            hidden: number;
            look_at: string[];
        };
        /**
         * SeenSpell
         * @description Some time in which something moved in the region, and the largest share that changed.
         */
        SeenSpell: {
            from_at: string;
            until_at: string;
            share: number;
        };
        /**
         * SelfTest
         * @description A box has tried its parts; `failed` are the codes of those that failed.
         */
        SelfTest: {
            /** Format: date-time */
            at: string;
            good: boolean;
            failed: string[];
        };
        /**
         * SelfTested
         * @description How a box's last test of itself ended; `at` is by the box's own clock.
         */
        SelfTested: {
            at: string;
            good: boolean;
            failed: components["schemas"]["BoxFault"][];
        };
        /**
         * Session
         * @description Access for a quarter of an hour, and what renews it.
         */
        Session: {
            access_token: string;
            expires_in_s: number;
            refresh_token: string | null;
        };
        /**
         * SetDuty
         * @description Going on duty, or off it.
         */
        SetDuty: {
            on: boolean;
        };
        /**
         * SetKeeper
         * @description Who looks after a key; nobody with null.
         */
        SetKeeper: {
            person: string | null;
        };
        /**
         * SetMembers
         * @description Who rides in a unit, by account name; everybody else leaves it.
         */
        SetMembers: {
            members: string[];
        };
        /**
         * SetRoles
         * @description The roles of an account in the areas of who asks; those elsewhere stay.
         *
         *     `instead_of` are the grants there that who asks has seen and that have not ended: where another
         *     has changed them meanwhile, nothing is done, so that nobody gives back what was just taken.
         */
        SetRoles: {
            roles: components["schemas"]["NewGrant"][];
            /** @default null */
            instead_of?: string[] | null;
        };
        /**
         * ShownBulletin
         * @description A bulletin as everybody sees it: no names but those that the words say.
         */
        ShownBulletin: {
            /** Format: uuid */
            bulletin_id: string;
            zh: components["schemas"]["Notice"];
            en: components["schemas"]["Notice"] | null;
            seen_at: string;
            phone: string;
            until: string;
            portrait: string | null;
        };
        /**
         * ShownBulletins
         * @description What a box is to show now. It asks again after `again_s`.
         *
         *     A box that hears nothing more shows none of it after `hold_s`: what was withdrawn is gone from
         *     one without a network, too.
         */
        ShownBulletins: {
            now: string;
            again_s: number;
            hold_s: number;
            bulletins: components["schemas"]["ShownBulletin"][];
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
         * ShownIdentity
         * @description The token of a network identity, as its app gave it.
         */
        ShownIdentity: {
            token: string;
        };
        /**
         * ShownLink
         * @description The words of a link.
         */
        ShownLink: {
            token: string;
        };
        /**
         * Sifted
         * @description How many positions were kept; the others were old, repeated or impossible.
         */
        Sifted: {
            kept: number;
            dropped: number;
        };
        /**
         * Sight
         * @description The right of one person to look at the pictures of one incident, for some minutes.
         *
         *     `address` is where they are: `{address}/{snapshot_id}?size=small`. Whoever has it looks in the
         *     name of the person to whom it was given.
         */
        Sight: {
            address: string;
            until: string;
        };
        /**
         * SignIn
         * @description Name and password; `cookie` keeps the refresh token out of a page's reach.
         */
        SignIn: {
            name: string;
            password: string;
            /** @default false */
            cookie?: boolean;
        };
        /**
         * SignOn
         * @description Whether people may sign in by a provider.
         */
        SignOn: {
            available: boolean;
        };
        /**
         * Site
         * @description A site. All places are WGS-84.
         */
        Site: {
            /** Format: uuid */
            site_id: string;
            name: string;
            kind: components["schemas"]["SiteKind"];
            site_class: number;
            area_code: string;
            address: string;
            place: components["schemas"]["GivenPlace"];
            points: components["schemas"]["Point"][];
            rooms: string[];
        };
        /**
         * SiteKind
         * @description What a site is.
         * @enum {unknown}
         */
        SiteKind: "bus_stop" | "help_point" | "hospital" | "kindergarten" | "kiosk" | "mall" | "other" | "school" | "station";
        /**
         * SiteName
         * @description A site as its box needs to know it.
         */
        SiteName: {
            /** Format: uuid */
            site_id: string;
            name: string;
        };
        /**
         * Size
         * @description How large a picture is wanted: two small copies, or the bytes that prove it.
         * @enum {unknown}
         */
        Size: "large" | "original" | "small";
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
         * Sought
         * @description A telephone number as somebody wrote it, and why one wants to know whose it is.
         */
        Sought: {
            phone_number: string;
            reason: string;
        };
        /**
         * Source
         * @description Where an incident came from.
         * @enum {unknown}
         */
        Source: "110" | "hand" | "press" | "red_alert" | "request" | "site";
        /**
         * Span
         * @description How long a kind of data is kept.
         *
         *     Before the floor nothing goes; then goes what has served its purpose, and at the ceiling
         *     everything that is not held.
         */
        Span: {
            floor_days: number;
            ceiling_days: number;
        };
        /**
         * Speeds
         * @description Straight-line speeds by way of going, km/h: what remains after traffic, before detours.
         */
        Speeds: {
            /** @default 40 */
            car?: number;
            /** @default 35 */
            motorcycle?: number;
            /** @default 14 */
            bicycle?: number;
            /** @default 5 */
            foot?: number;
        };
        /**
         * Spoken
         * @description What a managing unit said by mouth, in an emergency; who said it is kept.
         */
        Spoken: {
            managing_unit: string;
            reply: components["schemas"]["Reply"];
            by: string;
        };
        /**
         * State
         * @description How far the response has come, in the field's own terms.
         * @enum {unknown}
         */
        State: "active" | "assigned" | "cancelled" | "closed" | "en_route" | "on_scene" | "reopened";
        /**
         * Taken
         * @description The press is on disk, together with the promise to act on it.
         */
        Taken: {
            /** Format: uuid */
            alarm_id: string;
            /** Format: uuid */
            incident_id: string;
            state: components["schemas"]["AlarmState"];
            received_at: string;
        };
        /**
         * TaskMove
         * @description What an officer does with a task, or a dispatcher (the last two).
         * @enum {unknown}
         */
        TaskMove: "accept" | "clear" | "decline" | "en_route" | "on_scene" | "receive" | "replace" | "withdraw";
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
         * ThingCategory
         * @description What sort of thing it is.
         * @enum {unknown}
         */
        ThingCategory: "bag" | "bicycle" | "cash" | "clothing" | "computer" | "glasses" | "jewellery" | "keys" | "other" | "papers" | "phone" | "toy" | "umbrella" | "wallet";
        /**
         * ThingState
         * @description Where a found thing stands.
         * @enum {unknown}
         */
        ThingState: "kept" | "matched" | "returned" | "to_state";
        /**
         * Tier
         * @description One step of the ladder: which units may be asked on it.
         */
        Tier: {
            reach: components["schemas"]["Reach"];
            classes: components["schemas"]["UnitClass"][];
            /** @default null */
            reach_m?: number | null;
        };
        /**
         * Tiles
         * @description Where pictures of the ground come from, {z}/{x}/{y}, and in which system they are drawn.
         */
        Tiles: {
            url: string;
            crs: components["schemas"]["TilesCrs"];
        };
        /**
         * TilesCrs
         * @description In which system a tile server draws.
         * @enum {unknown}
         */
        TilesCrs: "gcj02" | "wgs84";
        /**
         * TimelineEntry
         * @description A line of the timeline; lines are only ever added.
         */
        TimelineEntry: {
            entry_id: number;
            at: string;
            kind: components["schemas"]["EntryKind"];
            who: string;
            body: Record<string, never>;
        };
        /**
         * Timers
         * @description How long each step of the ladder waits.
         */
        Timers: {
            /** @default 5 */
            receipt_wait_s?: number;
            /** @default 15 */
            answer_wait_s?: number;
            /** @default 60 */
            ring_most_s?: number;
            /** @default 90 */
            desk_after_s?: number;
            /** @default 15 */
            rescan_s?: number;
        };
        /**
         * Trail
         * @description The way of one unit while it had to do with the incident; empty where it is kept no more.
         */
        Trail: {
            /** Format: uuid */
            unit_id: string;
            call_sign: string;
            points: components["schemas"]["TrailPoint"][];
        };
        /**
         * TrailPoint
         * @description Where a unit was, so many seconds after the replay begins; WGS-84.
         */
        TrailPoint: {
            after_s: number;
            lat: number;
            lon: number;
        };
        /**
         * Trouble
         * @description What keeps a key from being relied on, the gravest first.
         * @enum {unknown}
         */
        Trouble: "battery_low" | "broken" | "faulty" | "not_enrolled" | "not_heard" | "on_battery" | "switched_off" | "tampering" | "test_overdue" | "test_soon" | "unsent";
        /**
         * Undertaking
         * @description What an applicant signs before anything is shown; `version` names the text.
         */
        Undertaking: {
            version: string;
            zh: string;
            en: string;
            sha256: string;
        };
        /**
         * Unit
         * @description A unit as the console sees it; its place is known on duty only.
         */
        Unit: {
            /** Format: uuid */
            unit_id: string;
            call_sign: string;
            unit_class: components["schemas"]["UnitClass"];
            mode: components["schemas"]["Mode"];
            skills: string[];
            area_code: string;
            on_duty: boolean;
            place: components["schemas"]["GivenPlace"] | null;
            fix_at: string | null;
            seen_at: string | null;
        };
        /**
         * UnitCategory
         * @description Whose camera it is, by Decree 799: articles 7 (1), 7 (2) and 9.
         * @enum {unknown}
         */
        UnitCategory: "education" | "government" | "hospital" | "other_public" | "park" | "public_transport" | "service_area" | "service_hall" | "transport_hub" | "venue";
        /**
         * UnitClass
         * @description Who they are, which decides what they may be asked to do.
         * @enum {unknown}
         */
        UnitClass: "auxiliary" | "cadre" | "grid" | "patrol_team" | "police";
        /**
         * UnitComing
         * @description A unit that has taken an incident, by its call sign alone.
         */
        UnitComing: {
            call_sign: string;
            point_name: string;
            state: components["schemas"]["TaskState"];
            eta_at: string | null;
        };
        /**
         * Unmask
         * @description Why somebody has to read what is masked: it stands in the access register.
         */
        Unmask: {
            reason: string;
        };
        /**
         * Unmasked
         * @description Where a camera answers and by which login; its password and its gateway's secret never.
         */
        Unmasked: {
            snapshot_url: string | null;
            rtsp_url: string | null;
            onvif_url: string | null;
            username: string | null;
        };
        /**
         * Viewing
         * @description A viewing: until when, who is present, and which films may be played.
         *
         *     `here`: it was begun on this screen, and is shown on no other.
         */
        Viewing: {
            /** Format: uuid */
            viewing_id: string;
            number: number;
            /** Format: uuid */
            footage_id: string;
            place: string;
            begins_at: string;
            until_at: string;
            officer: string;
            second: string | null;
            needs_second: boolean;
            undertaking: string;
            ended_at: string | null;
            here: boolean;
            films: components["schemas"]["Masking"][];
        };
        /**
         * ViewingRoom
         * @description What a viewing of a request needs: its time, what is signed, what may be played.
         *
         *     `opens_at` and `closes_at` are null where no time was set. `films` are those that a person has
         *     confirmed; `viewings` are those that were begun, the newest first.
         */
        ViewingRoom: {
            /** Format: uuid */
            footage_id: string;
            place: string | null;
            slot_at: string | null;
            opens_at: string | null;
            closes_at: string | null;
            needs_second: boolean;
            undertaking: components["schemas"]["Undertaking"];
            films: components["schemas"]["Masking"][];
            viewings: components["schemas"]["Viewing"][];
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
        /**
         * WatchMinutes
         * @description From one instant to another.
         */
        WatchMinutes: {
            from_at: string;
            until_at: string;
        };
        /**
         * WatchStretch
         * @description Ten seconds of a film, by their number.
         */
        WatchStretch: {
            /** Format: uuid */
            masking_id: string;
            reel: number;
        };
        /**
         * Way
         * @description By what a camera can be reached.
         * @enum {unknown}
         */
        Way: "onvif" | "snapshot" | "stream" | "wvp" | "zlm";
        /**
         * WayOfGoing
         * @description In which way somebody went away.
         * @enum {unknown}
         */
        WayOfGoing: "bicycle" | "car" | "e_bike" | "walk";
        /**
         * WholeFootageRequest
         * @description A request with what was written, its cameras, and what you may do next.
         */
        WholeFootageRequest: {
            request: components["schemas"]["FootageRequest"];
            description: string;
            /** @description Masked; `…/unmask` shows it, for a reason. */
            phone_number: string;
            cameras: components["schemas"]["HeldCamera"][];
            moves: components["schemas"]["FootageMove"][];
            steps: components["schemas"]["FootageStep"][];
            identity_at: string | null;
            channel: string | null;
            channel_number: string | null;
            slot_place: string | null;
            result: string | null;
        };
        /**
         * Withdrawal
         * @description A person takes a bulletin off every screen.
         */
        Withdrawal: {
            ending: components["schemas"]["BulletinEnding"];
        };
        /**
         * Words
         * @description The same in both languages.
         */
        Words: {
            zh: string;
            en: string;
        };
    };
    responses: {
        /** @description A refusal: its code is stable, its field names what to mend. */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemBody"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    doors_health_live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description This process runs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            400: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    doors_health_ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether a press would be taken now, and how the parts are. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            400: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    inspection_list_looks: {
        parameters: {
            query?: {
                incident?: number | null;
                person?: string | null;
                from_at?: string;
                until_at?: string;
                before?: number;
                count?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who looked at what in your areas, the newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LookRow"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    inspection_list_anchors: {
        parameters: {
            query?: {
                before?: number;
                count?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed states of the register, the newest first. Keep them where nobody here reaches them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Anchor"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    inspection_export: {
        parameters: {
            query?: {
                incident?: number | null;
                person?: string | null;
                from_at?: string;
                until_at?: string;
                /** @description NDJSON verifies, CSV is for people. */
                format?: components["schemas"]["Form"];
                chinese?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The register of your areas as a file. That you take it is written into it first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    account_list_accounts: {
        parameters: {
            query?: {
                q?: string;
                after?: string;
                count?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accounts of your areas, by name; `after` a name goes on. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    account_add_account: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddAccount"];
            };
        };
        responses: {
            /** @description Add an account; its password is shown once, and changed at the first sign-in. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountGiven"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    phone_find_by_number: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Sought"];
            };
        };
        responses: {
            /** @description Whose telephone number this is, in your areas. Your reason is on record first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Colleague"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    account_move_account: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoveAccount"];
            };
        };
        responses: {
            /** @description Block or unblock an account, give it a password, reset its factor, or end its sessions. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountGiven"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    account_set_roles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetRoles"];
            };
        };
        responses: {
            /** @description Set an account's roles in your areas, with an end where one is named. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    account_link_account: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkAccount"];
            };
        };
        responses: {
            /** @description Link an account to a subject of the provider, or to none. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    phone_unmask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Unmask"];
            };
        };
        responses: {
            /** @description Somebody's telephone number. Your reason is written into the access register first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Number"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    alarm_list_latched: {
        parameters: {
            query?: {
                count?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every latched alarm of your areas, the oldest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alarm"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    alarm_take_press: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Press"];
            };
        };
        responses: {
            /** @description A key was pressed. 201: it is on disk; 200: it was already. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Taken"];
                };
            };
            /** @description A key was pressed. 201: it is on disk; 200: it was already. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Taken"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    alarm_reset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                alarm_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reset"];
            };
        };
        responses: {
            /** @description Reset a latched alarm and say what it was. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alarm"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    alarm_show_progress: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                press_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How far the answer to a press has come. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Progress"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    centre_list_areas: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The areas you see, and everything below them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Area"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    centre_add_area: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewArea"];
            };
        };
        responses: {
            /** @description Add a command centre's area below one of yours. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Area"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    keeping_show_keeping: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                area_code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How long what is kept in an area, by which policy, and its own policies. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AreaKeeping"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    keeping_set_keeping: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                area_code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewKeeping"];
            };
        };
        responses: {
            /** @description Set how long what is kept in an area, from an instant on. Earlier policies stay. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Keeping"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    person_list_notices: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                area_code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Versions of notices that an area, those above it and the system have, the newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeVersion"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    centre_set_policy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                area_code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Set values for an area from now on; what is left out holds from the area above. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Policy"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    bulletin_list_bulletins: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Current bulletins of your areas, the newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Bulletin"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    bulletin_issue: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewBulletin"];
            };
        };
        responses: {
            /** @description Release a missing child's bulletin for an area without a search, by a guardian's consent. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Bulletin"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    bulletin_look: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                bulletin_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture of a bulletin. That you look is written into the access register first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                    "image/webp": string;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    bulletin_set_portrait: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                bulletin_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/jpeg": string;
                "image/png": string;
                "image/webp": string;
            };
        };
        responses: {
            /** @description Give a bulletin its picture. It is made anew: nothing that a camera wrote into it stays. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Bulletin"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    bulletin_unmask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                bulletin_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Unmask"];
            };
        };
        responses: {
            /** @description Who gave the consent. Your reason is written into the access register first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Guardian"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    bulletin_withdraw: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                bulletin_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Withdrawal"];
            };
        };
        responses: {
            /** @description Take a bulletin off every screen; its picture is deleted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Bulletin"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    camera_list_imports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The latest files for your areas, and how far each has come. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CameraImport"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    camera_hand_in: {
        parameters: {
            query: {
                /** @description How a file of cameras is written. */
                format: components["schemas"]["Format"];
                crs?: components["schemas"]["Crs"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
                "application/geo+json": string;
            };
        };
        responses: {
            /** @description Hand in a file of cameras of your areas; `crs` holds where a row names none. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CameraImport"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    camera_show_import: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How far a file has come, and what is wrong with which row. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CameraImport"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    camera_list_cameras: {
        parameters: {
            query?: {
                after?: string;
                count?: number;
                q?: string | null;
                kind?: components["schemas"]["CameraKind"] | null;
                capture_class?: components["schemas"]["CaptureClass"] | null;
                area_code?: string | null;
                online?: boolean | null;
                lacks?: "sign" | "filing" | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Cameras of your areas by id; `after` is the last id of the page before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Camera"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    camera_add_camera: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCamera"];
            };
        };
        responses: {
            /** @description Add a camera to an area of yours. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CameraAdded"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    camera_list_clusters: {
        parameters: {
            query: {
                south: number;
                west: number;
                north: number;
                east: number;
                zoom: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Cameras of your areas in a piece of the map, taken together where they would overlap. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cluster"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    camera_export: {
        parameters: {
            query?: {
                /** @description How a file of cameras is written. */
                format?: components["schemas"]["Format"];
                /** @description The reference system in which a coordinate was measured. */
                crs?: components["schemas"]["Crs"];
                chinese?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The cameras of your areas as a file that can be handed in again; no addresses, no logins. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                    "application/geo+json": string;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    camera_show_camera: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All that is known of a camera but its addresses and logins. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dossier"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    camera_change_camera: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCamera"];
            };
        };
        responses: {
            /** @description Write a camera anew; addresses and logins that are left out stay as they are. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dossier"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    camera_read_presets: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ask a camera for the directions that it knows by name (ONVIF presets). */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DevicePreset"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    recorder_set_recording: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRecording"];
            };
        };
        responses: {
            /** @description Say where a camera's recordings lie, as which channel, and for how many days. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    camera_unmask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Unmask"];
            };
        };
        responses: {
            /** @description Where a camera answers. Your reason is written into the access register first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unmasked"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    account_send_code: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskPhoneCode"];
            };
        };
        responses: {
            /** @description Send a code to a citizen's telephone. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PhoneCodeSent"];
                };
            };
            400: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    account_sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GivePhoneCode"];
            };
        };
        responses: {
            /** @description Sign in as a citizen by a code; a first one makes the account. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    person_list_requests: {
        parameters: {
            query?: {
                waiting?: boolean;
                after?: string | null;
                count?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What people of your areas ask about their data: what waits first, by its deadline. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AskedOfYou"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    person_answer_request: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                request_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Answer"];
            };
        };
        responses: {
            /** @description Answer a request; one for deletion that is done says what stays of the account. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AskedOfYou"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    keeping_list_deletions: {
        parameters: {
            query?: {
                kind?: components["schemas"]["DataKind"] | null;
                before?: string;
                before_id?: string | null;
                count?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Proof of what was deleted in your areas, the newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deletion"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    bulletin_show_bulletins: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a box with a screen is to show now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShownBulletins"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    bulletin_send_portrait: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                bulletin_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture of a bulletin that this box shows now; 64 kilobytes at most. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                    "image/webp": string;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    site_enrol: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Enrol"];
            };
        };
        responses: {
            /** @description A box shows its one-time code and its key. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Enrolled"];
                };
            };
            400: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    alarm_heartbeat: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Heartbeat"];
            };
        };
        responses: {
            /** @description A box says that it lives, and hears of its presses. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Beat"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    site_rotate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Rotate"];
            };
        };
        responses: {
            /** @description A box puts a new key in place of the one that signs this request. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rotated"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    site_move_device: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                device_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoveDevice"];
            };
        };
        responses: {
            /** @description Revoke a device, or invite it with a fresh code. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invited"] | null;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    fault_list_faults: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Open faults of your areas, the newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    fault_clear_fault: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                fault_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Say that a fault is dealt with. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    footage_answer_link: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkAnswer"];
            };
        };
        responses: {
            /** @description Answer by a link, once. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Question"];
                };
            };
            400: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    footage_read_link: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShownLink"];
            };
        };
        responses: {
            /** @description The question of a link: exactly which cameras and minutes, and nothing about anybody. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Question"];
                };
            };
            400: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    footage_give_link: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                consent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A link for one managing unit, good once and for a day; any before is good no more. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkGiven"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    footage_second: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                consent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Agree as the second person, where minors are concerned. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Question"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    footage_note_written: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                consent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A consent that was given by mouth has come in writing. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Question"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    viewing_give_copy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                copy_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Give a copy to an authority as the second officer, once; its hash is in the register. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "video/mp4": string;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    reviewing_confirm_finding: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                finding_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Agree as the second person: minors, schools, sites of the first class. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Finding"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    reviewing_look_at_finding: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                finding_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a finding shows, also for whoever confirms it without having the request. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/webp": string;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    reviewing_take_finding_back: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                finding_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It was none: it stays to be read, and counts no more. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Finding"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    footage_look_up: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskReceipt"];
            };
        };
        responses: {
            /** @description How far a request has come, for whoever has its receipt; nothing about anybody. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestStatus"];
                };
            };
            400: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    footage_list_refusals: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The codes of refusal, each with its law and what can be done about it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroundsTold"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    footage_queue: {
        parameters: {
            query?: {
                count?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Open requests of your areas: a life at risk first, then what is late, due or lost first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FootageRequest"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    footage_file_at_counter: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCounterRequest"];
            };
        };
        responses: {
            /** @description File for somebody who stands at your counter. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Filed"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    footage_ended: {
        parameters: {
            query?: {
                count?: number;
                before?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Requests of your areas that are over, the newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FootageRequest"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    footage_whole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One request with its cameras, how each is held, and what you may do next. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WholeFootageRequest"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    planning_note_answer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAnswer"];
            };
        };
        responses: {
            /** @description Somebody remembers whether the thing was there at an instant; the time is narrowed. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewPlan"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    footage_add_cameras: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddCameras"];
            };
        };
        responses: {
            /** @description Add further cameras, ten a round: their recordings are held, and their units are asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WholeFootageRequest"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    footage_list_questions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The questions to managing units about a request, with their answers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Question"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    footage_note_spoken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Spoken"];
            };
        };
        responses: {
            /** @description Keep what a managing unit said by mouth in an emergency; writing is due within a day. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Question"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    viewing_list_copies: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The copies that authorities asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FilmCopy"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    footage_decide: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Decide"];
            };
        };
        responses: {
            /** @description Decide of each camera: approve, narrow to some minutes, or refuse with a code. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WholeFootageRequest"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    reviewing_show_desk: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who has a request for review, what of it you may look at now, and what lies at the desk. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FootageDesk"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    reviewing_take_request: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Take a request for review, or say that you still have it: once a minute while you do. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FootageDesk"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    reviewing_release_request: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Let go of a request, so that a colleague may take it. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    reviewing_hand_request_over: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HandOver"];
            };
        };
        responses: {
            /** @description Hand a request that you have over to a colleague: it is at once theirs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FootageDesk"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    reviewing_list_reviewers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To whom you can hand a request over. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Colleague"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    footage_events: {
        parameters: {
            query?: {
                after?: number;
                count?: number;
            };
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The timeline of a request: what was done, when and by whom. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventLine"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    footage_list_files: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What an applicant has added to his request. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FootageFile"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    footage_look_at_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
                file_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A photo or a paper. Who looks is in the access register first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                    "image/webp": string;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    reviewing_list_findings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was found for a request, in order; also what was taken back. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Finding"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    reviewing_mark_finding: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewFinding"];
            };
        };
        responses: {
            /** @description Mark what you have found. Where the law asks, a second person confirms it first. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Finding"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    footage_check_card: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SeenCard"];
            };
        };
        responses: {
            /** @description Keep that you have seen the applicant's card: what an emergency put off is made up for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WholeFootageRequest"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    reviewing_look_at_frame: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LookAtFrame"];
            };
        };
        responses: {
            /** @description One frame; `X-Begins-At` says of when it is. The access register says first that you look. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                    "image/webp": string;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    reviewing_look_at_piece: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LookAtPiece"];
            };
        };
        responses: {
            /** @description Up to a minute as a film, from `X-Begins-At` to `X-Ends-At`, without sound. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "video/mp4": string;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    reviewing_look_at_sheet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LookAtSheet"];
            };
        };
        responses: {
            /** @description Frames beside each other, four in a row, with camera and time; of a candidate by `at`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/webp": string;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    viewing_list_maskings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The masked films of a request, and how far each is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Masking"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    viewing_ask_masking: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMasking"];
            };
        };
        responses: {
            /** @description Have granted minutes of a camera masked: films of five minutes, made one after the other. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Masking"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    footage_list_messages: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What citizen and office have written about a request. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FootageMessage"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    footage_say: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewFootageMessage"];
            };
        };
        responses: {
            /** @description Write to the applicant of a request. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FootageMessage"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    footage_move: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoveRequest"];
            };
        };
        responses: {
            /** @description Move a request on, as its table allows. Of two at once the slower is told who has it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WholeFootageRequest"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    planning_review_plan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Which cameras of your areas to watch for a request, which minutes, in which order. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewPlan"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    planning_begin_plan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewReviewPlan"];
            };
        };
        responses: {
            /** @description Say where somebody was seen last, when, and how he went on; the plan by that. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewPlan"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    reviewing_bring_recording: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Have a camera's recording brought to your desk; `review.desk` says when it is there. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeskCamera"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    reviewing_set_recorder_clock: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecorderClock"];
            };
        };
        responses: {
            /** @description Say how far a recorder's clock is ahead, as its pictures show; it is brought anew then. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeskCamera"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    reviewing_list_reviews: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was looked for in a request's recordings, with its answers, the newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Review"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    reviewing_ask_review: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewReview"];
            };
        };
        responses: {
            /** @description Look for something in a recording at your desk: `review.progress` says how far it is. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Review"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    planning_note_sighting: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSighting"];
            };
        };
        responses: {
            /** @description You saw him by a camera and are sure; the plan goes on from there. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewPlan"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    planning_withdraw_sighting: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
                sighting_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It was somebody else: the plan goes on from the sighting before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewPlan"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    planning_confirm_sighting: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
                sighting_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description You have looked and agree, as the second person: the plan goes on from there. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewPlan"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    footage_unmask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Unmask"];
            };
        };
        responses: {
            /** @description Who applies. Your reason is written into the access register first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Applicant"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    viewing_show_room: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a viewing needs: its time, the undertaking, what may be played, what was begun. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViewingRoom"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    viewing_begin_viewing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BeginViewing"];
            };
        };
        responses: {
            /** @description Begin a viewing on this screen, in the time that was set; another screen's ends. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Viewing"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    planning_note_watched: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewWatched"];
            };
        };
        responses: {
            /** @description You watched these minutes of a camera in vain; what to watch next. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewPlan"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    reviewing_show_review: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                review_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One review, how far it has come, and its answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Review"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    reviewing_cancel_review: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                review_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Call a review off; one that is over stays as it is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Review"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    footage_set_unit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewManagingUnit"];
            };
        };
        responses: {
            /** @description Say which accounts answer for a managing unit of an area. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    found_list_notices: {
        parameters: {
            query: {
                area_code: string;
                count?: number;
                before?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was found in an area and waits for its owner; whoever comes says what it looks like. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundNotice"][];
                };
            };
            400: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    found_list_things: {
        parameters: {
            query?: {
                ended?: boolean;
                category?: components["schemas"]["ThingCategory"] | null;
                count?: number;
                before?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Things of your areas that are here, or that have gone, the newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundThing"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    found_enter: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewFoundThing"];
            };
        };
        responses: {
            /** @description Enter a thing that was handed in. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundThing"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    found_list_candidates: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                thing_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Requests that may be of this thing, the likeliest first, for a person to judge. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatchCandidate"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    found_move: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                thing_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoveFound"];
            };
        };
        responses: {
            /** @description Announce it, match it with a request, hand it over, or dispose of it after its year. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundThing"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    found_look: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                thing_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture of a thing. That you look is written into the access register first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                    "image/webp": string;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    found_set_photo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                thing_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/jpeg": string;
                "image/png": string;
                "image/webp": string;
            };
        };
        responses: {
            /** @description Give a thing its picture. It is made anew: nothing that a camera wrote into it stays. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundThing"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    found_receipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                thing_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was signed at the hand-over. That you read it is in the access register first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandOverReceipt"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    found_unmask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                thing_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Unmask"];
            };
        };
        responses: {
            /** @description Who has brought it. Your reason is written into the access register first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Finder"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    phone_take_huawei_receipts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": string;
            };
        };
        responses: {
            /** @description Huawei says what became of messages; its stamp is in the header X-HUAWEI-CALLBACK-ID. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayThanks"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    incident_list_handovers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is offered in your areas and waits for an answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Handover"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    incident_offer_handover: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewHandover"];
            };
        };
        responses: {
            /** @description Offer what you command to a person, with a note; you command until it is accepted. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Handover"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    incident_list_people: {
        parameters: {
            query?: {
                incident_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To whom you may hand over an incident that you command, or all of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Colleague"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    incident_move_handover: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                handover_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoveHandover"];
            };
        };
        responses: {
            /** @description Accept, decline, withdraw. After three silent minutes anyone at a desk of it may accept. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Handover"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    keeping_list_holds: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Holds of your areas that stand, the first to end first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HoldListed"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    keeping_move_hold: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                hold_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoveHold"];
            };
        };
        responses: {
            /** @description Lengthen a hold, or release it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Hold"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    incident_list_incidents: {
        parameters: {
            query?: {
                ended?: boolean;
                before?: string;
                count?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Open incidents of your areas, the oldest first; or ended ones, the newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incident"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    incident_open_by_hand: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpenByHand"];
            };
        };
        responses: {
            /** @description Open what no key has reported: seen, handed over by 110, or a red alert. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incident"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    incident_search_incidents: {
        parameters: {
            query?: {
                q?: string | null;
                from_at?: string;
                until_at?: string;
                kind?: components["schemas"]["Kind"] | null;
                /** @description How an incident ended: what it turned out to be, or that it was cancelled. */
                outcome?: components["schemas"]["Ending"];
                area_code?: string | null;
                ended?: boolean | null;
                tests?: boolean;
                before?: number;
                count?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Incidents of your areas, the newest first; `before` is the last number of the page before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incident"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    incident_show_incident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incident_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One incident. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incident"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    alarm_list_alarms: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incident_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The alarms of an incident. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alarm"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    dispatch_list_candidates: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incident_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Free units, ranked, with the reasons. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CandidateShown"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    dispatch_list_deliveries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incident_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every attempt to ring a phone for an incident: what its gateway said, and the phone. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    keeping_list_holds_of: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incident_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Holds of an incident, also those that are over. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Hold"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    keeping_place_hold: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incident_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewHold"];
            };
        };
        responses: {
            /** @description Hold back what belongs to an incident from deletion: pictures, ways, words, who looked. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Hold"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    dispatch_list_messages: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incident_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the desk and the units have written about an incident that you have to do with. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    dispatch_write_message: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incident_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMessage"];
            };
        };
        responses: {
            /** @description Write a line to the desk and the units of an incident; the same number again is the same. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    incident_move_incident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incident_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoveIncident"];
            };
        };
        responses: {
            /** @description Take command, transfer, merge, change priority, note, close, cancel, reopen. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incident"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    dispatch_show_replay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incident_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An incident as it went: its lines, its units' ways, its pictures; six hours at most. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replay"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    missing_search_of_incident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incident_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The search that an incident is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Search"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    incident_note_shown: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incident_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Your screen shows an incident: when it first stood before somebody is kept. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    incident_give_sight: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incident_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An address of an incident's pictures that holds for some minutes, for you alone. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sight"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    incident_list_snapshots: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incident_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Pictures of an incident: planned, stored, or why there is none. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Snapshot"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    incident_show_timeline: {
        parameters: {
            query?: {
                after?: number;
                count?: number;
            };
            header?: never;
            path: {
                incident_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What happened, line by line; `after` is the last line of the page before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimelineEntry"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    dispatch_list_needs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incident_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What an incident needs, and every unit that was asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NeedShown"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    dispatch_offer_by_hand: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incident_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OfferByHand"];
            };
        };
        responses: {
            /** @description Ask one unit because you say so, busy or not. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskShown"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    doors_live: {
        parameters: {
            query?: {
                after?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events that you may hear, as server-sent events; `Last-Event-ID` or `after` resumes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    doors_map_setup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where the map begins. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapSetup"];
                };
            };
            400: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    doors_map_base: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The map's base layer: streets, water, buildings as GeoJSON in WGS-84. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/geo+json": string;
                };
            };
            400: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    viewing_confirm_masking: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                masking_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nobody is to be seen in it: it may be shown. Only who looked at every strip can say so. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Masking"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    viewing_ask_copy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                masking_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCopy"];
            };
        };
        responses: {
            /** @description Write that an authority asks for a copy: its organ, the law, the document's number. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FilmCopy"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    viewing_reject_masking: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                masking_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Somebody is to be seen in it: it is never shown. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Masking"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    viewing_look_at_strip: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                masking_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LookAtStrip"];
            };
        };
        responses: {
            /** @description Half a minute of a masked film, a picture a second, for whoever is to confirm it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                    "image/webp": string;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    patrol_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who you are here. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    person_correct_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Correction"];
            };
        };
        responses: {
            /** @description Correct your own name on show and telephone number. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Corrected"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    person_my_consents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Which versions of notices you took note of, and when; also what you withdrew. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnConsent"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    person_give_consent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                notice_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GiveConsent"];
            };
        };
        responses: {
            /** @description Take note of a version of a notice; again changes nothing. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    person_withdraw_consent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                notice_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Withdraw it, as easily as it was given; the notice is shown again. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    person_my_data: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Everything that is kept about you, with why, on which ground, how long, and for whom. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyData"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    patrol_set_duty: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetDuty"];
            };
        };
        responses: {
            /** @description Go on duty, or off it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Duty"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    identity_own_factor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Your second factor, and how many recovery codes are left. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnFactor"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    identity_begin_own_factor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BeginFactor"];
            };
        };
        responses: {
            /** @description A secret for an authenticator: for your password, and a code of the factor you have. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FactorBegun"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    identity_confirm_own_factor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmFactor"];
            };
        };
        responses: {
            /** @description Confirm it by its first code, in place of the one before; every other session ends. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    footage_own_questions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The questions to the managing units that you answer for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Question"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    footage_answer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                consent_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConsentAnswer"];
            };
        };
        responses: {
            /** @description Consent, refuse, or take a consent back, for your managing unit. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Question"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    footage_own_requests: {
        parameters: {
            query?: {
                count?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Your own requests, the newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnFootageRequest"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    footage_file_own: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewFootageRequest"];
            };
        };
        responses: {
            /** @description Ask what cameras have seen. What they recorded is held back before anybody decides. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Filed"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    footage_own_request: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One of your own requests: how far it is, until when what happens, what you may do. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnFootageRequest"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    footage_own_files: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What you have added to your request. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FootageFile"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    footage_add_file: {
        parameters: {
            query: {
                /** @description What somebody adds to his request. */
                kind: components["schemas"]["FileKind"];
            };
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/jpeg": string;
                "image/png": string;
                "image/webp": string;
            };
        };
        responses: {
            /** @description Add a photo or a paper to your request. It is drawn anew: where it was taken stays behind. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FootageFile"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    footage_identify: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShownIdentity"];
            };
        };
        responses: {
            /** @description Show who you are by a token, instead of at the counter. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnFootageRequest"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    footage_own_messages: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What you and the office have written about your request. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FootageMessage"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    footage_say_own: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewFootageMessage"];
            };
        };
        responses: {
            /** @description Write to the office about your request. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FootageMessage"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    footage_move_own: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnMove"];
            };
        };
        responses: {
            /** @description Withdraw your request, give what was missing, or appeal. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnFootageRequest"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    footage_rate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footage_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Satisfaction"];
            };
        };
        responses: {
            /** @description Say how satisfied you are with how your request was handled. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    person_my_notices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The notices that are for you, and when you took note of each. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyNotice"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    identity_change_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePassword"];
            };
        };
        responses: {
            /** @description Change your password; every other session of yours ends. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    phone_my_phones: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The phones that you are signed in on, and when each was last reached. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Phone"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    phone_add_phone: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPhone"];
            };
        };
        responses: {
            /** @description Register the phone that you carry. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Phone"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    phone_keep_phone: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                phone_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPhone"];
            };
        };
        responses: {
            /** @description What your phone says of itself at each start: its address, and what it lets us do. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Phone"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    phone_sign_out_phone: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                phone_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ring this phone no more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    phone_check_phone: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                phone_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ring this phone for trial. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Check"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    patrol_take_fixes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewFixes"];
            };
        };
        responses: {
            /** @description Positions gathered by the phone, on duty only. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sifted"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    identity_renew_recovery_codes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskRecoveryCodes"];
            };
        };
        responses: {
            /** @description Ten new recovery codes in place of the old ones. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    person_my_requests: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What you have asked, the latest first, with the answers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DataRequest"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    person_ask: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRequest"];
            };
        };
        responses: {
            /** @description Ask for correction, deletion, restriction or an explanation of what is kept about you. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DataRequest"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    identity_own_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where you are signed in. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnSession"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    identity_end_sessions: {
        parameters: {
            query?: {
                others?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sign out everywhere, here too; with `others`, everywhere but here. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    identity_end_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description End one of your sessions. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    dispatch_inbox: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What your unit is asked and has in hand: the truth, whatever was pushed or missed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskShown"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    person_add_notice: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewNotice"];
            };
        };
        responses: {
            /** @description Add a version of a notice for one of your areas; those before it stay as they are. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeVersion"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    person_notice: {
        parameters: {
            query?: {
                area_code?: string | null;
            };
            header?: never;
            path: {
                /** @description For whom a notice is. */
                kind: components["schemas"]["NoticeKind"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What people of a kind are told about their data: the version that holds in an area now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeVersion"];
                };
            };
            400: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    dispatch_take_receipt: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Receipt"];
            };
        };
        responses: {
            /** @description A push has arrived. Its number is the proof: a phone that is asleep has no session. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    recorder_list_recorders: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The recorders of your areas, by name. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recorder"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    recorder_add_recorder: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRecorder"];
            };
        };
        responses: {
            /** @description Add a recorder to an area: a folder, one with an API or a gateway, or one that plays. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecorderAdded"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    incident_list_plans: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The response plans set for your areas; elsewhere the default holds. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanRow"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    incident_set_plan: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPlan"];
            };
        };
        responses: {
            /** @description Set a response plan from now on; incidents that are open keep theirs. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanRow"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    school_list_schools: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sites of which you are the contact. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["School"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    school_list_bulletins: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                site_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Missing children that are shown where your site is, as everybody sees them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShownBulletin"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    school_list_coming: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                site_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Your site's alarms that are open or have just ended, and who comes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Coming"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    school_list_drills: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                site_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The drills ever announced for your site, the latest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestPlan"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    school_announce: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                site_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDrill"];
            };
        };
        responses: {
            /** @description Announce a drill of your site; every desk above it is told. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestPlan"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    school_withdraw: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                site_id: string;
                plan_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Take a drill back, or end it early: presses are real again at once. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    school_show_report: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                site_id: string;
                plan_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What became of a drill: each press, and when each step of the answer came. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DrillReport"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    school_list_keys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                site_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys of your site, each with what is wrong with it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SchoolKey"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    school_set_keeper: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                site_id: string;
                device_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetKeeper"];
            };
        };
        responses: {
            /** @description Say who looks after a key of your site. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Keeper"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    school_say_real: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                site_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Say that what began as a drill is real: it ends, and units are asked in earnest. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RealSaid"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    missing_list_searches: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who is searched for in your areas, the most urgent first, and what is still owed of each. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Search"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    missing_release: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                search_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Release"];
            };
        };
        responses: {
            /** @description Release a missing minor's bulletin to everybody in an area, until the search ends. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Bulletin"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    missing_move: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                search_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoveSearch"];
            };
        };
        responses: {
            /** @description Look at it anew, say more of who is missing, note the hand-over to 110, or end it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Search"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    missing_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                search_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What to look for. That you read it is written into the access register first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LookFor"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    account_list_events: {
        parameters: {
            query?: {
                account_id?: string | null;
                q?: string;
                before?: string | null;
                count?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who signed in, who failed, what was changed about accounts; the newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecurityEvent"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    identity_sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description Sign in with name and password. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    identity_give_code: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GiveCode"];
            };
        };
        responses: {
            /** @description Go on signing in with a code of the second factor, or with a recovery code. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    identity_sign_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sign out. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    identity_show_factor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskFactor"];
            };
        };
        responses: {
            /** @description A new secret for an authenticator, to be confirmed by its first code. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FactorShown"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    identity_confirm_factor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GiveCode"];
            };
        };
        responses: {
            /** @description Confirm the second factor by its first code, and be signed in. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FactorConfirmed"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    identity_give_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GivePassword"];
            };
        };
        responses: {
            /** @description Go on signing in with a password of one's own in place of one that was given. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    identity_refresh: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Refresh"];
            };
        };
        responses: {
            /** @description Renew a session with its refresh token, from the body or the cookie. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    incident_watch_by_sight: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sight: string;
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a camera of the incident shows now, as JPEG pictures one after the other. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "multipart/x-mixed-replace": unknown;
                };
            };
            400: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    incident_show_by_sight: {
        parameters: {
            query?: {
                /** @description How large a picture is wanted: two small copies, or the bytes that prove it. */
                size?: components["schemas"]["Size"];
            };
            header?: never;
            path: {
                sight: string;
                snapshot_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One picture, by an address that was given to somebody: it is he who looks. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                    "image/webp": string;
                };
            };
            400: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    account_has_sign_on: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether people may sign in by a provider. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignOn"];
                };
            };
            400: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    account_come_back: {
        parameters: {
            query?: {
                code?: string;
                state?: string;
                iss?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Come back from the provider. */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    account_end: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sign out of the provider too. */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    account_start: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Go to the provider. */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    site_list_sites: {
        parameters: {
            query?: {
                after?: string;
                count?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sites of your areas by id; `after` is the last id of the page before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Site"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    site_add_site: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSite"];
            };
        };
        responses: {
            /** @description Add a site to an area of yours. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Site"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    site_list_devices: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                site_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys and kiosks of a site. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Device"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    site_add_device: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                site_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDevice"];
            };
        };
        responses: {
            /** @description Add a key or kiosk; the answer holds the code that enrols its box. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invited"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    alarm_say_real: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                site_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Say that a site's drill is real: it ends, and units are asked in earnest. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incident"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    site_list_tests: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                site_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tests declared for a site that are not over. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestPlan"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    site_declare_test: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                site_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTestPlan"];
            };
        };
        responses: {
            /** @description Declare that presses of a site in a window are tests. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestPlan"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    site_withdraw_test: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                site_id: string;
                plan_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Take a declared test back. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    incident_show_picture: {
        parameters: {
            query?: {
                /** @description How large a picture is wanted: two small copies, or the bytes that prove it. */
                size?: components["schemas"]["Size"];
            };
            header?: never;
            path: {
                snapshot_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One picture. That you look is written into the access register before it is sent. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                    "image/webp": string;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    dispatch_list_tasks: {
        parameters: {
            query?: {
                after?: string;
                count?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What rings or is in hand for the open incidents of your areas, by id. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskShown"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    dispatch_move_task: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoveTask"];
            };
        };
        responses: {
            /** @description Receive, accept, decline, en_route, on_scene, clear; a dispatcher: withdraw, replace. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskShown"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    missing_read_as_unit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whom your task is to find. That you read it is written into the access register first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LookFor"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    missing_sector_as_unit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Which sector your unit looks through; it is another when the plan is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchSector"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    dispatch_give_sight: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An address of your task's pictures that holds for some minutes, for you alone. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sight"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    dispatch_list_snapshots: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The pictures of your task's incident. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Snapshot"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    dispatch_show_picture: {
        parameters: {
            query?: {
                /** @description How large a picture is wanted: two small copies, or the bytes that prove it. */
                size?: components["schemas"]["Size"];
            };
            header?: never;
            path: {
                task_id: string;
                snapshot_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One of them. That you look is written into the access register before it is sent. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                    "image/webp": string;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    site_list_drills: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Declared tests of your areas that are under way or begin within a day. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DrillTold"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    patrol_list_units: {
        parameters: {
            query?: {
                after?: string;
                count?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Units of your areas by id; `after` is the last id of the page before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unit"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    patrol_add_unit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUnit"];
            };
        };
        responses: {
            /** @description Add a unit with its officers to an area of yours. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unit"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    patrol_set_members: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                unit_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetMembers"];
            };
        };
        responses: {
            /** @description Say who rides in a unit that is off duty; everybody else leaves it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unit"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    dispatch_show_reach: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                unit_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What each officer of a unit can be rung by, and when that last worked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfficerReach"][];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    viewing_show_undertaking: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What an applicant signs before anything is shown. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Undertaking"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    viewing_show_viewing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                viewing_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A viewing: until when, who is present, what may be played. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Viewing"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    viewing_end_viewing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                viewing_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description End a viewing: nothing more is shown of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Viewing"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    viewing_attend_viewing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                viewing_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Say, as another officer, that you are present at a viewing. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Viewing"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    viewing_watch_stretch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                viewing_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WatchStretch"];
            };
        };
        responses: {
            /** @description Ten seconds of a film, marked, for the screen of a viewing: nothing that can be kept. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            408: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    phone_show_web_push_key: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key with which a browser subscribes, so that nobody else can ring it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrowserKey"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
}
