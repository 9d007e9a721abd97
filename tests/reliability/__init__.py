"""The proof that what the operators lean on works: metrics, alerts, logs."""
