"""What people said of verdicts, taken into the rubrics: labelled examples, accepts and rejects."""
