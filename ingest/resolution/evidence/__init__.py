"""What speaks for and against two entities being one: their names, and the graph around them."""
