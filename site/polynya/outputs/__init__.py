"""What every site gets beside its pages: feeds, the head of a page, pictures, search, packed copies (build wing)."""
