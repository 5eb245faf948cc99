"""Custom integrations, as Home Assistant looks for them."""
