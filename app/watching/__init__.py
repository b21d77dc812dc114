"""Following what is public: watches by letter, with or without an account, feeds, calendars and the news."""
