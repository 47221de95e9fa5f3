"""The build wing of Polynya: turns `content/` into a release (author's machine and CI; never shipped)."""

__version__ = "0.1.0"
