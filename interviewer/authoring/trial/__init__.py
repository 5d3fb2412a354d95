"""One answer tried on one rubric: why each verdict fell as it did, as data."""
