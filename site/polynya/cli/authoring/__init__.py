"""The commands of authors: start things, list what is not out, explain a rule (build wing)."""
