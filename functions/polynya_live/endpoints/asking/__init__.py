"""What a form answers without keeping anything: facts, places left, votes, one field at a time (live wing)."""
