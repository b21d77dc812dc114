"""What the project has cost: bookings with their reasons, budget and outcome, and what a grant pays of it."""
