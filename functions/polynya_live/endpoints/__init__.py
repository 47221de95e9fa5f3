"""One module for each live route: `answer` takes what the route's placeholders hold (live wing)."""
