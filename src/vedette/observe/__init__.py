"""Evidence without words becomes observations: each sense is one file, and none of them votes on a claim."""
