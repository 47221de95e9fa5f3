"""Where pages stand on the site: slugs, addresses, clashes (build wing)."""
