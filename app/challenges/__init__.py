"""A challenge is a need a municipality publishes, free of solutions, so that others can propose to meet it."""
