"""What a page's form sends, without a script's help: names and values, bounded."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from litestar.datastructures import UploadFile

from service.core.problem import Invalid
from service.platform.web import StrictRequest

_FIELDS_MOST = 40


async def given(request: StrictRequest) -> dict[str, str]:
    """The fields of a form, each once. Raises Invalid."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise Invalid("This is no form.", field="body")
    body = await request.body()
    try:
        text = body.decode("ascii")
        pairs = parse_qsl(
            text, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS_MOST
        )
    except ValueError as error:
        raise Invalid("This form cannot be read.", field="body") from error
    return dict(reversed(pairs))


async def given_file(request: StrictRequest) -> tuple[Mapping[str, str], bytes]:
    """The fields of a form with a file, and the file; empty where none was chosen.

    Raises Invalid, and what the framework raises for a body that is too large.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "multipart/form-data":
        raise Invalid("This is no form with a file.", field="body")
    form = await request.form()
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    file = form.get("file")
    return fields, await file.read() if isinstance(file, UploadFile) else b""
