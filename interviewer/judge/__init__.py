"""An LLM rules on keypoints; what it says is checked here, and none of it is believed unchecked.

Pure functions: the prompt, what a reply must be, where its quotes stand in the answer. Talking to
an endpoint is the business of `interviewer.judge.openai`.
"""
