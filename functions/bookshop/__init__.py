"""The demo site's own Python: what a site's developer would write (live wing)."""
