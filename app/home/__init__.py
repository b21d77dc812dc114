"""The pages that belong to no single thing: the start page, what waits for me, how it works, the legal pages."""
