"""What changed between two stacks of satellite images: the part that radar and optical sensors share."""
