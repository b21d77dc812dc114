"""The ways in: the start page, what waits for you, what the testbed is, and the pages the law asks for."""
