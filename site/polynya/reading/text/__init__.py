"""An author's file as text and as values that know their place (build wing)."""
