"""An organisation's IT people connect its own sign-in service: domains, settings, checks, a test, and turning it on."""
