"""What the region watches: how things flow, where they have stopped, computed from live data."""
