"""A solution is what a company offers: described once, used in every request."""
