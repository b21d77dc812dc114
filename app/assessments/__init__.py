"""Assessors without conflict of interest score a request on locked criteria, and a decision is given with reasons."""
