#!/usr/bin/env bash
# Every seeded target, from `halflsb check` to a GoogleTest case: each generated case compiles without a warning, fails
# against the faulty kernel and passes against a correct one. Exit code 0 only if that holds for all of them.
#
# HALFLSB    the program                     TARGETS    library that exports the seeded targets
# CXX        the compiler                    CORRECTED  library that exports correct ones of the same names
# FLAGS      sanitizer flags, if any         GTEST      GoogleTest's libraries
# SOURCE     the folder that holds targets/  WORK       a folder for everything that is made here
set -euo pipefail
: "${HALFLSB:?} ${CXX:?} ${FLAGS?} ${SOURCE:?} ${TARGETS:?} ${CORRECTED:?} ${GTEST:?} ${WORK:?}"

export ASAN_OPTIONS="allow_user_segv_handler=1:detect_leaks=1:${ASAN_OPTIONS:-}"
export UBSAN_OPTIONS="print_stacktrace=1:${UBSAN_OPTIONS:-}"
ulimit -c 0
jobs=$(nproc)
seconds() { date +%s.%N; }
start=$(seconds)
lap() {
  awk -v what="$1" -v from="$start" -v to="$(seconds)" 'BEGIN { printf "%-34s %6.1f s\n", what, to - from }'
  start=$(seconds)
}

rm -rf "$WORK"
mkdir -p "$WORK/pch/gtest"
cd "$WORK"

check=0
"$HALFLSB" check --origin seeded --out "$WORK" >check.txt 2>&1 || check=$?
if ((check > 1)); then
  cat check.txt
  echo "generated_cases: halflsb check ends with exit code $check (expected 0 or 1)"
  exit 1
fi
lap "check, with findings written"

read -r -a flags <<<"$FLAGS -std=c++17 -O0 -Wall -Wextra -Wshadow -Wconversion -Werror -DHALFLSB_CASE_SECONDS=3"
flags+=(-I "$SOURCE")
# GoogleTest's header alone takes longer than 50 cases.
echo '#include <gtest/gtest.h>' >pch/gtest.hpp
if "$CXX" --version | grep -q clang; then
  "$CXX" "${flags[@]}" -x c++-header pch/gtest.hpp -o pch/gtest.pch
  flags+=(-include-pch pch/gtest.pch)
else
  header=$("$CXX" "${flags[@]}" -M -x c++ pch/gtest.hpp | tr ' ' '\n' | grep '/gtest/gtest\.h$')
  "$CXX" "${flags[@]}" -x c++-header "$header" -o pch/gtest/gtest.h.gch
  flags=(-I pch "${flags[@]}")
fi

failed=0
find . -maxdepth 1 -name '*_test.cpp' | sort >cases.txt
compile() { "${@:2}" -c "$1" -o "${1%.cpp}.o" || echo "$1" >>not_compiled.txt; }
export -f compile
xargs -P "$jobs" -I {} bash -c 'compile "$@"' bash {} "$CXX" "${flags[@]}" <cases.txt
[[ ! -e not_compiled.txt ]] || failed=1
lap "compiled $(wc -l <cases.txt) cases"

read -r -a gtest <<<"$GTEST"
read -r -a sanitizers <<<"$FLAGS"
for library in seeded:"$TARGETS" corrected:"$CORRECTED"; do
  path=${library#*:}
  "$CXX" "${sanitizers[@]}" ./*_test.o "${gtest[@]}" -pthread "$path" -Wl,-rpath,"$(dirname "$path")" -o "${library%%:*}"
done
lap "linked them"

# Suite.Test, one a line.
./corrected --gtest_list_tests | awk '/^[^ ].*\.$/ { suite = $1 } /^  / { print suite $1 }' >tests.txt
run_one() {
  local code=0
  timeout -s KILL 60 "./$1" --gtest_filter="$2" >"$1.$2.txt" 2>&1 || code=$?
  echo "$2 $code"
}
export -f run_one
run() { xargs -P "$jobs" -I {} bash -c 'run_one "$@" 2>/dev/null' bash "$1" {} <tests.txt | sort >"$1.txt"; }
run seeded
run corrected
lap "ran them twice, each on its own"

printf '\n%-76s %-10s %s\n' case seeded corrected
while read -r name seeded corrected; do
  note=
  if ((seeded == 0 || corrected != 0)) || grep -q SKIPPED "corrected.$name.txt"; then
    note="  <-- expected to fail against the one, to pass against the other"
    failed=1
  fi
  printf '%-76s %-10s %s%s\n' "$name" "$([[ $seeded == 0 ]] && echo pass || echo "fail ($seeded)")" \
    "$([[ $corrected == 0 ]] && echo pass || echo "fail ($corrected)")" "$note"
done < <(join seeded.txt corrected.txt)

seeded_targets=$("$HALFLSB" targets --format json | grep -o '"origin":"seeded"' | wc -l)
cases=$(wc -l <tests.txt)
echo
echo "$cases cases of $seeded_targets seeded targets"
if ((cases != seeded_targets || cases == 0)); then
  cat check.txt
  echo "generated_cases: not one case of each seeded target"
  failed=1
fi
exit "$failed"
