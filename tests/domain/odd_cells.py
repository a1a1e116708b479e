"""Any value that a cell may hold, however odd, and texts that look almost right."""

from hypothesis import strategies as st

CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.just(10**5000),
    st.floats(allow_nan=True, allow_infinity=True),
    st.text(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.text("0123456789.-/年月日一二十〇X×元,，+()e ", max_size=20),
)
