"""What the four pilots say: their plans, reports and evaluations."""
