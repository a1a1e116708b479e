"""Who takes part in the small world of the exchange."""

BUREAU, SCHOOL_A, SCHOOL_B, BUREAU_2, SCHOOL_A_2 = range(5)
NAMES = ("县教育局", "第一小学", "第二小学", "县教育局二", "第一小学二")
EVERYBODY, FEW = 5, 3
"""How many take part: all, or the bureau and two schools, for very many histories."""
KEPT = {SCHOOL_A: 0, SCHOOL_A_2: 0, SCHOOL_B: 1}
"""The branch that each school's PC keeps."""
