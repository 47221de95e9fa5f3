"""What an author declares in YAML: the site, its collections, its forms (build wing)."""
