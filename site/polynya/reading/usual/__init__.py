"""The quick way to read pages that are as most are (build wing)."""
