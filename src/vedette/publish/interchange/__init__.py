"""Events under the columns and codes of other projects. Ours are shaped like theirs; they are not theirs."""
