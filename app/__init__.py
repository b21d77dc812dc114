"""The collaboration portal of a regional testbed for welfare technology."""
