"""What is found out about rubrics, for people to read."""
