"""De minimis aid: what companies certify that they have had, and whether more may be given (domain.md 4.12, 5.3)."""
