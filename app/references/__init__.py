"""References such as B-2026-031: given once, never reused, the identity of a thing in addresses and letters."""
