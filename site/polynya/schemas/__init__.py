"""JSON Schemas of what an author writes, for editors that complete and check while one types (build wing)."""

from .whole import write_schemas

__all__ = ["write_schemas"]
