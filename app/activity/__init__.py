"""What has happened, who is told of it, and what waits for whom."""
