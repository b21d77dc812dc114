"""How much work a page costs, beside a server that does the same with nothing around it."""
