"""Who may open what of the design kit: the style guide is anybody's, where it exists at all."""

from tests.access import Row, World


def build() -> World:
    return {}


ROWS = [Row(name="styleguide", nobody=200, wrong=None, right=None)]
