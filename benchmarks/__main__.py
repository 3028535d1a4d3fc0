"""``python -m benchmarks`` runs the speed benchmark."""

from .speed import main

raise SystemExit(main())
