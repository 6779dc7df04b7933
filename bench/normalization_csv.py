"""The pandas side of `bench/normalizationCsv.ts`:

    python3 bench/normalization_csv.py FILE

For each line on standard input it reads the file and describes its columns, and writes how many seconds that took.
"""

import sys
import time

import pandas

for _ in sys.stdin:
    start = time.perf_counter()
    pandas.read_csv(sys.argv[1]).describe()
    print(time.perf_counter() - start, flush=True)
