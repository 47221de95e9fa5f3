"""Observes what each output read while it was drawn, so that it is drawn again exactly when that changes (build wing)."""
