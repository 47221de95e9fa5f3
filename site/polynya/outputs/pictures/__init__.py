"""Pictures that a freeze draws: icons, cards for links, sizes of the author's own; each once, kept by content (build wing)."""
