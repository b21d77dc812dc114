"""A municipality on its way into the testbed, from the first interest to its first need."""
