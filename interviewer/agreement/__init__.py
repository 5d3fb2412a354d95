"""How well grades agree with people."""
