"""The way to AWS: pack the live wing, publish and roll back pages, deploy, and look after what is there (build wing)."""
