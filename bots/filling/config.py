"""Systems by configuration: `load_systems` reads them, `lint` tells what is wrong without running anything."""

from bots.filling.lint import lint
from bots.filling.loading import SystemFolder, load_system, load_systems, resolved

__all__ = ["SystemFolder", "lint", "load_system", "load_systems", "resolved"]
