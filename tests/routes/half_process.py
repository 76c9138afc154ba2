"""Stands in for the brochure's child: dies before its file is whole."""

import sys

sys.stdout.buffer.write(b"%PDF-1.7\nhalf of it")
