"""Two versions of a rubric side by side: what they say, and how they grade the same answers."""
