"""The practice county: invented people and a full year of records, entered like any others."""
