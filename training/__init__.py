"""What fits the shipped numbers; not part of the wheel."""
