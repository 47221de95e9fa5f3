"""Starts things: a site, a page of a collection, a form; never over what is there (build wing)."""
