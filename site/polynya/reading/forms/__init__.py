"""`content/forms/*.yaml` as forms of the contract (build wing)."""
