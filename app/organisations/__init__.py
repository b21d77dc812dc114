"""An organisation takes part in the testbed: a municipality, a company, a university, the region."""
