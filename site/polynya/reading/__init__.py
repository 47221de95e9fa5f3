"""The reading room: `content/` -> Site, with every mistake as a problem at its place (build wing)."""
