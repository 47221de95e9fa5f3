"""What an owner does with submissions as a whole: take them out, bring them in, erase a person (build wing)."""
