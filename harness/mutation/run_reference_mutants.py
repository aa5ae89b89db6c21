#!/usr/bin/env python3
"""Runs the reference's tests against each of its mutants: every one must be killed, or be listed in equivalent.txt.

  cmake -B build/mutation -DCMAKE_BUILD_TYPE=Release -DHALFLSB_MUTATE_REFERENCE=ON
  cmake --build build/mutation --target mutated_reference_tests
  harness/mutation/run_reference_mutants.py build/mutation --jobs 8

What is known is kept in <build>/reference_mutants.jsonl: a second run goes on where the first one ended.
"""

import argparse
import collections
import concurrent.futures
import json
import os
import random
import sys

from reference_tests import Tests

FOLDER = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(FOLDER))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", help="the build directory")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--sample", type=int, metavar="N", help="only N mutants, drawn at random")
    parser.add_argument("--seed", type=int, default=1, help="of the sample")
    parser.add_argument("--fresh", action="store_true", help="forget what earlier runs found")
    return parser.parse_args()


def with_keys(mutants):
    """{id: mutant}, each with what equivalent.txt calls it: its line, numbered where the file repeats it."""
    seen = collections.Counter()
    for mutant in mutants:
        key = f"{mutant['file']}: {mutant['before']} => {mutant['after']}"
        seen[key] += 1
        mutant["key"] = key if seen[key] == 1 else f"{key} [{seen[key]}]"
    return {mutant["id"]: mutant for mutant in mutants}


def equivalents():
    """{key: reason}"""
    with open(os.path.join(FOLDER, "equivalent.txt"), encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in file if line.strip() and not line.startswith("#")]
    return dict(line.rpartition("  # ")[::2] for line in lines)


def known_results(path, mutants):
    """{id: result} of earlier runs; none of another set of mutants."""
    known = {}
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            for line in file:
                entry = json.loads(line)
                mutant = mutants.get(entry["id"])
                if mutant is not None and mutant["key"] == entry["key"]:
                    known[entry["id"]] = entry["result"]
    return known


def summary(mutants, results, excused):
    """Prints one line per file and every mutant that calls for a test; returns whether there is none."""
    per_file = collections.defaultdict(collections.Counter)
    open_ends = []
    for id, result in sorted(results.items()):
        alive = result in ("survived", "not reached")
        shown = "equivalent" if alive and mutants[id]["key"] in excused else result
        per_file[mutants[id]["file"]][shown.split(" by ")[0]] += 1
        if alive and shown != "equivalent":
            open_ends.append(id)
    columns = ("killed", "equivalent", "survived", "not reached", "no changed form")
    print(f"{'':40}" + "".join(f"{column:>17}" for column in columns))
    for file, counts in sorted(per_file.items()):
        print(f"{file:40}" + "".join(f"{counts[column]:17}" for column in columns))
    for id in open_ends:
        print(f"{results[id]}: {id} at line {mutants[id]['line']}\n  " + mutants[id]["key"])
    return not open_ends


def main():
    options = arguments()
    tests = Tests(os.path.join(options.build, "reference", "tests"), ROOT)
    with open(os.path.join(tests.folder, "mutated", "mutants.json"), encoding="utf-8") as file:
        mutants = with_keys(json.load(file)["mutants"])
    path = os.path.join(options.build, "reference_mutants.jsonl")
    if options.fresh and os.path.exists(path):
        os.remove(path)
    results = known_results(path, mutants)
    chosen = sorted(mutants)
    if options.sample is not None:
        random.Random(options.seed).shuffle(chosen)
        chosen = chosen[:options.sample]  # so that a larger sample goes on from a smaller one
    todo = [id for id in chosen if id not in results]
    if todo:
        tests.run_original()
    with open(path, "a", encoding="utf-8") as log, concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        running = {pool.submit(tests.verdict, id, mutants[id]["file"]): id for id in todo}
        for count, done in enumerate(concurrent.futures.as_completed(running), 1):
            id = running[done]
            results[id] = done.result()
            log.write(json.dumps({"id": id, "key": mutants[id]["key"], "result": results[id]}) + "\n")
            log.flush()
            print(f"[{count}/{len(todo)}] {id} {results[id]}", file=sys.stderr)
    return 0 if summary(mutants, {id: results[id] for id in chosen}, equivalents()) else 1


if __name__ == "__main__":
    sys.exit(main())
