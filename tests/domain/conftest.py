"""How the properties are run when it is not the code but the tests that are examined."""

from __future__ import annotations

from hypothesis import Phase, settings

settings.register_profile("first-failure", phases=(Phase.explicit, Phase.generate))
"""For mutation testing: the first example that fails kills the mutant, and to look for a smaller one takes minutes."""
