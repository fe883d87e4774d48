"""The web chat: its calls (`routes`) and its pages (`pages`)."""
