"""Handing over everything somebody has, thing by thing, to people who say yes to it."""
