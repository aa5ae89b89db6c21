"""The four test programs of the reference, built against its mutants, and what one of them says of a mutant."""

import os
import resource
import subprocess
import sys
import tempfile
import time

ROOMS = ("exact", "scheme", "conv", "bound")
MEMORY = 4 << 30  # a mutant may ask for any size
# Most mutants fall to the first few problems: the properties' full number of them is for those that are left.
QUICK, FULL = "seed=1 max_success=5", "seed=1 max_success=100"


class Tests:
    def __init__(self, folder, root):
        self.folder, self.root = folder, root
        self.reached, self.seconds = {}, {}

    def run(self, room, mutant, properties, limit=None, reached=None):
        """"passed", "killed by a test", "killed by a crash" or "killed by time"."""
        environment = dict(os.environ, HALFLSB_MUTANT=str(mutant), RC_PARAMS=properties)
        if reached is not None:
            environment["HALFLSB_REACHED"] = reached
        program = os.path.abspath(os.path.join(self.folder, f"mutated_reference_{room}_test"))
        try:
            done = subprocess.run([program, "--gtest_fail_fast", "--gtest_brief=1"], cwd=self.root, env=environment,
                                  timeout=limit, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                  preexec_fn=limit_memory)
        except subprocess.TimeoutExpired:
            return "killed by time"
        return {0: "passed", 1: "killed by a test"}.get(done.returncode, "killed by a crash")

    def run_original(self):
        """With nothing switched on every test passes; which mutants it comes by, and how long it takes."""
        for room in ROOMS:
            for properties in (QUICK, FULL):
                with tempfile.NamedTemporaryFile("r") as file:
                    start = time.monotonic()
                    if self.run(room, 0, properties, reached=file.name) != "passed":
                        sys.exit(f"mutated_reference_{room}_test fails with no mutant switched on")
                    self.seconds[room, properties] = time.monotonic() - start
                    self.reached[room] = {int(line) for line in file}
            print(f"{room}: reaches {len(self.reached[room])} mutants, {self.seconds[room, QUICK]:.1f} s quick, "
                  f"{self.seconds[room, FULL]:.1f} s in full", file=sys.stderr)

    def verdict(self, mutant, path):
        rooms = [room for room in ROOMS if mutant in self.reached[room]]
        if not rooms:
            return "no changed form" if any(-mutant in self.reached[room] for room in ROOMS) else "not reached"
        # The mutant's own room first.
        rooms.sort(key=lambda room: (f"/{room}/" not in path, self.seconds[room, FULL]))
        for properties in (QUICK, FULL):
            for room in rooms:
                # Generous, because other mutants run beside this one.
                result = self.run(room, mutant, properties, limit=20 + 10 * self.seconds[room, properties])
                if result != "passed":
                    return result
        return "survived"


def limit_memory():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
