"""What each person is told, and how often: their own choices, the morning's summary, reminders, what came back."""
