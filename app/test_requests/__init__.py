"""A test request is a company's application to test a solution against a published need, on equal terms."""
