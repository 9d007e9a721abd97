"""Settings: strict, and named when they are wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from service.settings import Settings, SettingsError, variable


def test_absent_variables_mean_the_defaults_and_others_are_ignored() -> None:
    """Only names under our prefix are ours."""
    assert Settings.from_env({"PATH": "/bin", "EXPORT": "1"}) == Settings()


def test_every_setting_has_its_variable() -> None:
    """Read from the environment as text."""
    found = Settings.from_env(
        {
            "EXPORT_CONTROLS_DATABASE": "/data/x.db",
            "EXPORT_CONTROLS_BIND": "[::1]:9000",
            "EXPORT_CONTROLS_WORKERS": "3",
            "EXPORT_CONTROLS_TODAY": "2025-04-04",
            "EXPORT_CONTROLS_MAX_AGE": "0",
        }
    )
    assert (found.database, found.bind, found.workers) == (Path("/data/x.db"), "[::1]:9000", 3)
    assert (found.today, found.max_age) == (date(2025, 4, 4), 0)


def test_unknown_names_and_impossible_values_are_all_named() -> None:
    """A typo in the environment stops the start."""
    wrong = {
        "EXPORT_CONTROLS_DATABSE": "x",
        "EXPORT_CONTROLS_WORKERS": "many",
        "EXPORT_CONTROLS_BIND": "8000",
        "EXPORT_CONTROLS_TIMEZONE": "Mars/Olympus",
        "EXPORT_CONTROLS_TODAY": "20250404",
        "EXPORT_CONTROLS_MAX_AGE": "-1",
        "EXPORT_CONTROLS_DATABASE": "",
    }
    with pytest.raises(SettingsError) as caught:
        Settings.from_env(wrong)
    told = str(caught.value).splitlines()
    assert [line.split(":")[0] for line in told] == sorted(wrong)


def test_the_variable_of_a_field_is_its_name_under_the_prefix() -> None:
    """One rule."""
    assert variable("seed_data") == "EXPORT_CONTROLS_SEED_DATA"


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("TIMEOUT", ["0", "-1", "1.5", "", "30s", "٣"]),
        ("GRACEFUL_TIMEOUT", ["0", "soon"]),
        ("KEEPALIVE", ["0", " 5"]),
        ("CLIENT_TIMEOUT", ["0", "1e2"]),
        ("MAX_REQUESTS", ["-1", "", "none"]),
        ("METRICS_OPEN", ["true", "1", "ON", "", "yes"]),
        ("API_KEYS_FILE", [""]),
    ],
)
def test_how_it_is_served_is_set_strictly(name: str, wrong: list[str]) -> None:
    """Nothing that could be meant otherwise is guessed at."""
    for text in wrong:
        with pytest.raises(SettingsError, match=name):
            Settings.from_env({f"EXPORT_CONTROLS_{name}": text})
