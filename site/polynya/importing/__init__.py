"""Brings in what visitors wrote elsewhere: Polynya's own export, Disqus, WordPress, Isso (build wing)."""
