import os
import sys

from timpora.cli import main

os.umask(0o077)  # exact counts are written: for nobody but the user who runs this
sys.exit(main())
