"""The simulation as a state machine: whatever people and sticks do, the invariants hold."""

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.services.exchange.world import BUREAU, EVERYBODY, World

NODE = st.integers(0, EVERYBODY - 1)
MOMENT = st.integers(1, 1200)
PICK = st.integers(0, 3)
YEARS_MS = 10 * 365 * 24 * 3600 * 1000
FIELDS = st.sampled_from(["mobile", "address", "remark"])


class Exchange(RuleBasedStateMachine):
    """One history; the world of real files is shared by all and begins each anew."""

    world: World

    @initialize()
    def begin(self):
        self.world.reset()
        self.told = 0

    def node(self, number):
        """A node of this world, which may have fewer than the number says."""
        return number % len(self.world.nodes)

    def value(self):
        self.told += 1
        return f"v{self.told}"

    @rule(n=NODE, pick=PICK, column=FIELDS)
    def edit(self, n, pick, column):
        self.world.edit(self.node(n), pick, column, self.value())

    @rule(n=NODE, column=FIELDS)
    def bulk_edit(self, n, column):
        self.world.bulk_edit(self.node(n), column, self.value())

    @rule(n=NODE, pick=PICK)
    def propose(self, n, pick):
        self.world.edit(self.node(n), pick, "short_name", self.value(), table="org_unit")

    @rule(n=NODE, pick=PICK, is_raw=st.booleans())
    def remove(self, n, pick, is_raw):
        self.world.remove(self.node(n), pick, is_raw=is_raw)

    @rule(n=NODE, org=st.integers(0, 1))
    def add_person(self, n, org):
        self.world.add_person(self.node(n), org)

    @rule(n=NODE, pick=PICK, org=st.integers(0, 1))
    def transfer(self, n, pick, org):
        self.world.transfer(self.node(n), pick, org)

    @rule(n=NODE, pick=PICK)
    def settle(self, n, pick):
        self.world.settle(self.node(n), pick)

    @rule(n=NODE, whole=st.booleans())
    def pack_for_bureau(self, n, whole):
        n = self.node(n)
        if n != BUREAU:
            self.world.pack(n, BUREAU, whole=whole)

    @rule(n=NODE, to=NODE)
    def pack(self, n, to):
        n, to = self.node(n), self.node(to)
        if n != to:
            self.world.pack(n, to)

    @rule(n=NODE, edits=st.booleans())
    def trip(self, n, edits):
        """One stick goes to the bureau and back."""
        n = self.node(n)
        if n == BUREAU:
            return
        if edits:
            self.world.edit(n, 0, "mobile", self.value())
        self.world.deliver(BUREAU, self.world.pack(n, BUREAU).data)
        if edits:
            self.world.edit(BUREAU, 1, "mobile", self.value())
        self.world.deliver(n, self.world.pack(BUREAU, n).data)

    @rule(k=st.integers(0, 20), wrong=st.booleans(), n=NODE)
    def deliver(self, k, wrong, n):
        """Any package at any time, any number of times, now and then to the wrong place."""
        if self.world.pool:
            to, data = self.world.pool[k % len(self.world.pool)]
            self.world.deliver(self.node(n) if wrong else to, data)

    @rule(k=st.integers(0, 20))
    def lose(self, k):
        if self.world.pool:
            self.world.pool.pop(k % len(self.world.pool))

    @rule(k=st.integers(0, 20), place=st.integers(0, 10**6), is_flip=st.booleans())
    def corrupt(self, k, place, is_flip):
        if self.world.pool:
            to, data = self.world.pool[k % len(self.world.pool)]
            wrong = bytearray(data)
            if is_flip:
                wrong[place % len(wrong)] ^= 1 << place % 8
            else:
                del wrong[place % len(wrong) :]
            self.world.deliver_bad(to, bytes(wrong))

    @rule(k=st.integers(0, 20), moment=MOMENT)
    def kill(self, k, moment):
        if self.world.pool:
            to, data = self.world.pool[k % len(self.world.pool)]
            self.world.deliver_killed(to, data, moment)

    @rule(n=NODE, moment=MOMENT, pick=PICK, column=FIELDS)
    def kill_at_work(self, n, moment, pick, column):
        n = self.node(n)
        value = self.value()
        self.world.interrupted(n, moment, lambda: self.world.edit(n, pick, column, value))

    @rule(n=NODE, to=NODE, moment=MOMENT)
    def kill_packing(self, n, to, moment):
        n, to = self.node(n), self.node(to)
        if n != to:
            self.world.interrupted(n, moment, lambda: self.world.pack(n, to))

    @rule(n=NODE, moment=MOMENT, pick=PICK)
    def kill_settling(self, n, moment, pick):
        n = self.node(n)
        self.world.interrupted(n, moment, lambda: self.world.settle(n, pick))

    @rule(n=NODE, skew=st.sampled_from([-YEARS_MS, -3_600_000, 0, 3_600_000, YEARS_MS]))
    def set_clock(self, n, skew):
        self.world.nodes[self.node(n)].skew = skew

    @rule(n=NODE, is_older=st.booleans())
    def change_program(self, n, is_older):
        if is_older:
            self.world.older.add(self.node(n))
        else:
            self.world.upgrade(self.node(n))

    @rule(n=NODE)
    def back_up(self, n):
        self.world.back_up(self.node(n))

    @rule(n=NODE, is_noticed=st.booleans())
    def restore(self, n, is_noticed):
        self.world.restore(self.node(n), is_noticed=is_noticed)

    @rule(n=NODE, is_noticed=st.booleans())
    def clone(self, n, is_noticed):
        self.world.clone(self.node(n), is_noticed=is_noticed)

    def teardown(self):
        if hasattr(self, "told"):
            self.world.check()
