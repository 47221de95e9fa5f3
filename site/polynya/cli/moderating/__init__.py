"""The commands of who moderates: `freeze inbox` and what belongs to it, and `freeze diff` (build wing)."""
