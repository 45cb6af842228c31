"""Measurements behind the numbers in the code: ``python -m tests.benchmarks NAME``."""
