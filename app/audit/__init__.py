"""The log: what happened at the doors and inside, for the organisation it concerns and for those who run the portal."""
