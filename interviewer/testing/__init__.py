"""Fakes behind the real seams, for our tests and for those of third parties."""

from interviewer.testing.fakes import FakeEmbedder, FakeMatcher, fake_calibration, fake_grader

__all__ = ["FakeEmbedder", "FakeMatcher", "fake_calibration", "fake_grader"]
