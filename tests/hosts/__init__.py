"""The service on several hosts, while hosts lose their power."""
