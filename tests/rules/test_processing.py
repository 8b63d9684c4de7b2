"""The processing register: no table without a word of what it is for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api_spec.processing import ROOT, Unclassified, check, documents, processing

DECLARED = processing((ROOT / "api_spec/processing.toml").read_text(encoding="utf-8"))
SCHEMA = (ROOT / "service/schema/current.sql").read_text(encoding="utf-8")


def test_every_table_is_named_and_the_documents_tell_of_it() -> None:
    check(DECLARED, SCHEMA)
    register = documents()[ROOT / "docs/processing-register.md"]
    for one in DECLARED.activity:
        assert one.purpose_zh in register
        assert all(f"`{table}`" in register for table in one.tables)


@given(st.from_regex(r"[a-z_]{3,20}", fullmatch=True).filter(lambda n: f".{n} (" not in SCHEMA))
def test_a_new_table_that_nobody_explains_is_refused(name: str) -> None:
    with pytest.raises(Unclassified, match=name):
        check(DECLARED, f"{SCHEMA}\nCREATE TABLE public.{name} (\n    id uuid\n);\n")


def test_a_table_that_is_gone_or_named_twice_is_refused() -> None:
    gone = SCHEMA.replace("CREATE TABLE public.snapshot (", "CREATE TABLE public.snap (")
    with pytest.raises(Unclassified, match="snap"):
        check(DECLARED, gone)
    DECLARED.without_personal_data.append("snapshot")
    try:
        with pytest.raises(Unclassified, match="twice: snapshot"):
            check(DECLARED, SCHEMA)
    finally:
        DECLARED.without_personal_data.remove("snapshot")
