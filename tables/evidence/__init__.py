"""Evidence of what a reader can see: shaped and rasterised text, written down as tables.

Needed to make the tables in this folder, not to build or to test the project.
"""
