import sys

from timpora.cli import main

sys.exit(main())
