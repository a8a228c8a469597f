"""Every Python test may name requirements, and none may be skipped unasked (support/pytest_requirements.py)."""

pytest_plugins = ["pytest_requirements"]
