"""Faces of the library for others, each imported by itself: they need what they are faces for."""
