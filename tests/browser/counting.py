"""What the county's parts count with."""

from datetime import timedelta
from itertools import count

DAY = timedelta(days=1)
NUMBERS = count(1)
"""No two titles are alike, so that one can be told from another on every page."""
