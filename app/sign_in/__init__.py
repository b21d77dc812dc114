"""Each organisation signs in with its own identity provider, and is worth only what it proves."""
