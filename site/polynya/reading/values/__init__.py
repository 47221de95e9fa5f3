"""What a written value has to be, and what it becomes (build wing)."""
