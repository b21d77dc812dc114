"""Coming in when nobody can come in: named people with a passkey, a reason, a witness, and an end (sso.md 7.5)."""
