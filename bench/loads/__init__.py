"""What a load does: `run` takes orders and answers with what it measured."""
