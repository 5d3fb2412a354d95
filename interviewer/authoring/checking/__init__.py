"""Everything that can be checked of one item, on one page."""
