"""What a site says to programs: its collections and threads as JSON, and the routes of its live wing as OpenAPI (build wing)."""
