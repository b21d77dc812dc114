"""One page about the testbed in one municipality, for those who decide there."""
