"""How long what is kept: policies, holds, and proof of what is gone."""
