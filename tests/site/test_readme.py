"""What is written down about the code is what the code says."""

from app.commands.readme import EXAMPLE, README, current, lifecycles
from app.commands.settings import env_example
from app.schema import ROOT


def test_the_readme_is_current():
    assert README.read_text() == current(README.read_text()), "run ./portal readme"


def test_the_example_of_an_environment_is_current():
    assert EXAMPLE.read_text() == env_example(), "run ./portal readme"


def test_every_lifecycle_is_drawn():
    files = {path.parent.name for path in (ROOT / "app").glob("*/lifecycle.py")}
    assert len(list(lifecycles())) >= len(files) > 0
