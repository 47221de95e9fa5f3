"""Bring functions and pages to AWS together, and prove that a visitor's post arrives (build wing)."""
