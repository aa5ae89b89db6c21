#!/usr/bin/env bash
# The NEON kernels on AArch64, emulated: problems in, answers out, judged. HALFLSB, PROGRAM and QEMU are paths; without a program it skips.
set -euo pipefail

if [[ -z $PROGRAM ]]; then
  echo "SKIPPED: needs aarch64-linux-gnu-g++ and qemu-aarch64 (packages g++-aarch64-linux-gnu, qemu-user)"
  exit 0
fi
for scheme in tflite_double_rounding xnnpack_rndnu; do
  "$HALFLSB" gen --kind requantize --scheme "$scheme" --problems 10000 --seed 1 |
    "$QEMU" "$PROGRAM" | "$HALFLSB" verify --expect 10000 --name "neon_$scheme"
done
