"""Who leads the testbed of each municipality, since when, and where nobody does."""
