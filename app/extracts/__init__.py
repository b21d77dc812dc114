"""Large extracts that the worker makes while their orderer does something else (ux.md F16)."""
