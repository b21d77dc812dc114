"""Whether the testbed helps groups of companies and never one before another (domain.md A10, A11, K1)."""
