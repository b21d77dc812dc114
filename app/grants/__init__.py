"""Money that others decide on: what was granted, on which conditions, and the sentence that says who co-finances."""
