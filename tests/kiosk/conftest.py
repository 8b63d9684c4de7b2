"""The browser of the touch page's tests."""

from tests.support.browser import register as pytest_configure

__all__ = ["pytest_configure"]
