"""The live wing of Polynya: the functions that answer `/live/` (shipped to Lambda; runs embedded on one machine)."""
