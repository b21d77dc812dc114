"""Signing in with SAML 2.0: the portal as a service provider, and the federations it believes."""
