"""Measures the running app: `make bench`, or `python -m bench [names…] [--json out.json]`.

One file a figure in `bench/figures/`; the app, the load and the fakes are processes of their own.
"""
