"""Judges behind an OpenAI-compatible endpoint; the only place that imports openai."""
