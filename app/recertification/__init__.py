"""Every quarter an organisation's own administrator looks through who has access; and accounts that nobody uses."""
