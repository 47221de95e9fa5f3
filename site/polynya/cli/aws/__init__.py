"""The commands that reach AWS, one module each (build wing)."""
