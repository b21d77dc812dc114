"""Costs taken over from the accounts: SIE type 4, CSV and XLSX, looked at before anything is kept (ux.md 2.13)."""
