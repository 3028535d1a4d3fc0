"""Benchmarks of sanitize: how fast it is (speed) and how much it lets through or harms (leak).

``python -m benchmarks`` measures speed, ``python -m benchmarks.leak`` measures leaks and harm,
``python -m benchmarks.report`` writes the tables of both from their last results. What is measured is the installed
package: the checkout, which holds no native core, is looked at last.
"""

import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_here = [entry for entry in sys.path if Path(entry or ".").resolve() == _ROOT]
sys.path[:] = [entry for entry in sys.path if entry not in _here] + _here
