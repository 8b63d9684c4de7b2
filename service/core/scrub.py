"""Takes out of a text what nobody may read in a log: logins, tokens, numbers of people.

A last net. What is known to be secret is not said in the first place; but a library puts an address
into its error, and a database the value that stood in the way.
"""

import re

_GONE = "***"
_NAMES = "secret|token|passw|key|sig|auth"
_PATTERNS = (
    # Logins and whatever hides in the query of an address.
    (re.compile(r"(?<=://)[^/\s@]{1,200}@"), f"{_GONE}@"),
    (re.compile(rf"(?i)([?&][\w.-]*(?:{_NAMES})[\w.-]*=)[^&\s\"']+"), rf"\1{_GONE}"),
    (re.compile(r"\b(Bearer|Basic)\s+[\w.~+/=-]{8,}"), rf"\1 {_GONE}"),
    # Tokens of ours: signed ones, and those that renew a session.
    (re.compile(r"\beyJ[\w-]{5,}\.[\w-]+\.[\w-]+"), _GONE),
    (re.compile(r"\b[0-9a-f]{32}\.[\w-]{40,}"), _GONE),
    # PostgreSQL: Key (phone)=(…) already exists.
    (re.compile(r"(Key \([^)]{1,100}\)=\().{0,500}?(\))(?= |$|\.)"), rf"\1{_GONE}\2"),
    # Identity numbers (GB 11643) and mobile numbers of mainland China.
    (re.compile(r"(?<![\w])[1-9]\d{16}[\dXx](?!\w)"), _GONE),
    (re.compile(r"(?<![\w.])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\w)"), _GONE),
)


def scrub(text: str) -> str:
    """The text without logins, tokens and numbers of people."""
    for pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    return text
