"""Who assesses a request, what they are tied to, what they score, and the decision with its reasons."""
