"""How it goes, for the region and for everyone: figures computed from what is stored, never typed."""
