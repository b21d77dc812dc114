"""Tests made before the portal, imported as knowledge that everyone can read (domain.md B5). Never counted."""
