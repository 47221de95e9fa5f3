"""Shares work over the cores: forked workers, small results, the same order every time (build wing)."""
