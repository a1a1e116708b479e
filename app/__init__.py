"""党务台账 (dangwu): an offline ledger of Party work for a county education bureau."""

__version__ = "0.1.0"
