"""A bank as a whole: begun, checked, counted, and made a package of."""
