"""Hypothesis: thousands of examples where nothing but the engine runs, a few where stores do."""

from hypothesis import HealthCheck, settings

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]

settings.register_profile(
    "invariants", deadline=None, derandomize=True, suppress_health_check=SLOW, print_blob=True
)
settings.load_profile("invariants")
