"""The phones' and browsers' gateways on loopback: they speak as the real ones and check."""
