"""Faces of an estimate document: they render and compute nothing."""
