"""Signing in without a sign-in service of one's own: a passkey, or a link by e-mail. Nowhere a password."""
