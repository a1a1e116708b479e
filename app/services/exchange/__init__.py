"""The exchange by stick: joining, packing, receiving, conflicts, and the board of all schools."""
