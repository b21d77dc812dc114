"""Where an organisation looks after itself: its people, and the rooms that other features add."""
