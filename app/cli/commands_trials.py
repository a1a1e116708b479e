"""Commands that try the program itself: shots, selftest, bench."""

from argparse import Namespace


def shots(o: Namespace) -> int:
    return 0


def selftest(o: Namespace) -> int:
    return 0


def bench(o: Namespace) -> int:
    return 0
