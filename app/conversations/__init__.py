"""Messages on a need, a request, a pilot or a study, each to a circle of readers that is chosen and said in words."""
