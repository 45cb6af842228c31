"""Painting of one item of a grid."""
