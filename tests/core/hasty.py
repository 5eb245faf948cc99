"""A pytest plugin for `scripts/mutate`: properties are tried with few examples, always the same."""

from hypothesis import Phase, settings
import pytest

EXAMPLES = 15

settings.register_profile(
    "hasty",
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
)
settings.load_profile("hasty")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have those tests be hasty, too, which ask for more examples."""
    for item in items:
        if not isinstance(item, pytest.Function):
            continue
        wanted = getattr(item.obj, "_hypothesis_internal_use_settings", None)
        if wanted is not None and wanted.max_examples > EXAMPLES:
            item.obj._hypothesis_internal_use_settings = settings(wanted, max_examples=EXAMPLES)
