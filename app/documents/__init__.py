"""A document always belongs to something, and is reached only through it."""
