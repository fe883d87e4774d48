"""Small servers that stand beside the app while it is measured."""
