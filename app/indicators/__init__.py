"""The indicators of the testbed (domain.md 6.2): each is computed from rows that can be read one by one."""
