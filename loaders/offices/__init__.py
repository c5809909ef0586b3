"""Records become offices: what they are, where they answer, whom they serve, who receives there."""
