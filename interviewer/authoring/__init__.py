"""Tools for whoever writes rubrics."""
