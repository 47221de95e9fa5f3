"""The pages app: a Flask app with nothing but routes that can be frozen (build wing)."""
