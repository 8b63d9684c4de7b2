"""Every sealed column, on one page: when the key changes, all of them are sealed anew.

`index` is a column beside it by which a row is found; it is a digest keyed for the same purpose.
"""

from service.camera.actions import WAYS, WAYS_BEFORE
from service.identity.actions import PHONE, number_index
from service.identity.factor import PURPOSE as FACTOR
from service.identity.factor import WAITING
from service.platform.resealing import SealedColumn

SEALED = (
    SealedColumn("account", "account_id", "phone_sealed", PHONE, "phone_index", number_index),
    SealedColumn("factor", "account_id", "secret_sealed", FACTOR),
    SealedColumn("sign_in", "sign_in_id", "factor_sealed", WAITING),
    SealedColumn("bulletin", "bulletin_id", "guardian_sealed", "bulletin.guardian"),
    SealedColumn("search", "search_id", "words_sealed", "search.words"),
    SealedColumn("found_thing", "thing_id", "words_sealed", "found_thing.words"),
    SealedColumn("found_thing", "thing_id", "finder_sealed", "found_thing.finder"),
    SealedColumn("found_thing", "thing_id", "receipt_sealed", "found_thing.receipt"),
    SealedColumn("camera", "camera_id", "ways_sealed", WAYS, before=WAYS_BEFORE),
    SealedColumn("camera", "camera_id", "gateway_secret_sealed", "camera.gateway_secret"),
    SealedColumn("camera", "camera_id", "password_sealed", "camera.password"),
    SealedColumn("device", "device_id", "secret_sealed", "device.secret"),
    SealedColumn("footage_request", "footage_id", "person_sealed", "footage_request.person"),
    SealedColumn(
        *("footage_request", "footage_id", "identity_sealed", "footage_request.identity"),
        "identity_index",
    ),
    SealedColumn("footage_request", "footage_id", "result_sealed", "footage_request.result"),
    SealedColumn("footage_message", "message_id", "text_sealed", "footage_message.text"),
    SealedColumn("footage_viewing", "viewing_id", "signed_sealed", "footage_viewing.signed"),
    SealedColumn("review_finding", "finding_id", "words_sealed", "review_finding.words"),
    SealedColumn("footage_file", "file_id", "image_sealed", "footage_file.image", batch=16),
    SealedColumn("recorder", "recorder_id", "token_sealed", "recorder.token"),
    SealedColumn(
        *("phone_code", "code_id", "number_sealed", "phone_code.number"),
        *("number_index", number_index),
    ),
    SealedColumn("phone", "phone_id", "address_sealed", "phone.address", "address_digest"),
)
