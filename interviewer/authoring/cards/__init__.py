"""Keypoints from elsewhere and to elsewhere: a table of them, or Markdown cards."""
