"""Requests, pages, forms and the protections around them. Knows no feature but people."""
