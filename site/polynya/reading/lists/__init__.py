"""What pages have with each other: sections, lists page by page, terms (build wing)."""
