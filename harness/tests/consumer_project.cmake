# Another project that uses this one, as a user's does: this build is installed, the example is configured out of tree against it,
# built and tested. It passes; with a bug planted its tests fail and show the minimized finding. The example is compiled with
# plain flags whatever this build's are, for a kernel need not be sanitized because the program is. At the end, the kernel of
# harness/docs/your_kernel.md is compiled and checked as it says there, and has the finding that it shows.
#
#   cmake -DBUILD=<this build> -DENGINES=<does it have a libFuzzer> -DEXAMPLE=<folder> -DDOCUMENT=<your_kernel.md>
#     -DSCRATCH=<folder> -DCC=<compiler> -DGENERATOR=<generator> -P consumer_project.cmake
cmake_minimum_required(VERSION 3.25)

# run(<variable for the output> <exit code, or FAILS> <command>...)
function(run variable expected)
  execute_process(COMMAND ${ARGN} OUTPUT_VARIABLE output ERROR_VARIABLE output RESULT_VARIABLE code)
  if(expected STREQUAL "FAILS" AND code EQUAL 0 OR NOT expected STREQUAL "FAILS" AND NOT code EQUAL expected)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${command}: exit code ${code} (expected ${expected})\n${output}")
  endif()
  set(${variable} "${output}" PARENT_SCOPE)
endfunction()

# build_example(<name> <cache variable>...)
function(build_example name)
  run(ignored 0 ${CMAKE_COMMAND} -S ${EXAMPLE} -B ${SCRATCH}/${name} -G ${GENERATOR} -DCMAKE_C_COMPILER=${CC}
    -DCMAKE_PREFIX_PATH=${SCRATCH}/prefix ${ARGN})
  run(ignored 0 ${CMAKE_COMMAND} --build ${SCRATCH}/${name})
endfunction()

# expect_text(<output> <regex>...)
function(expect_text output)
  foreach(regex IN LISTS ARGN)
    if(NOT output MATCHES "${regex}")
      message(FATAL_ERROR "expected '${regex}' in\n${output}")
    endif()
  endforeach()
endfunction()

set(tests check replay)
if(ENGINES)
  list(APPEND tests fuzz)
endif()
set(strict "-Wall -Wextra -Wshadow -Wconversion -Werror")

file(REMOVE_RECURSE ${SCRATCH})
run(ignored 0 ${CMAKE_COMMAND} --install ${BUILD} --prefix ${SCRATCH}/prefix)

build_example(right "-DCMAKE_C_FLAGS=${strict}" -DCMAKE_C_VISIBILITY_PRESET=hidden)
run(output 0 ${CMAKE_CTEST_COMMAND} --test-dir ${SCRATCH}/right --output-on-failure)
foreach(test IN LISTS tests)
  expect_text("${output}" "my_kernel.${test} \\.+ +Passed")
endforeach()

build_example(wrong "-DCMAKE_C_FLAGS=${strict} -DMY_KERNEL_TRUNCATES")
foreach(test IN LISTS tests)
  run(output FAILS ${CMAKE_CTEST_COMMAND} --test-dir ${SCRATCH}/wrong --output-on-failure -R "^my_kernel.${test}$")
  expect_text("${output}" "1 tests failed out of 1" "halflsb replay --plugin [^\n]*my_kernel.so'? --target my_requantize"
    "mismatch, want [^\n]* LSB")
endforeach()

file(GLOB_RECURSE replay_script ${SCRATCH}/prefix/*/halflsb_replay.cmake)
run(output 0 ${CMAKE_COMMAND} -DHALFLSB=${SCRATCH}/prefix/bin/halflsb -DCORPUS= -P ${replay_script})
expect_text("${output}" "^SKIPPED: nothing to replay")

file(READ ${DOCUMENT} text)
if(NOT text MATCHES "```c\n(.*)```\n\nThe three lines")
  message(FATAL_ERROR "${DOCUMENT} has no kernel in C")
endif()
file(WRITE ${SCRATCH}/mine.c "${CMAKE_MATCH_1}")
run(ignored 0 ${CC} -O2 -shared -fPIC -I ${SCRATCH}/prefix/include ${SCRATCH}/mine.c -o ${SCRATCH}/libmine.so)
run(output 1 ${CMAKE_COMMAND} -E chdir ${SCRATCH} prefix/bin/halflsb check --plugin ./libmine.so)
string(REGEX MATCH "halflsb replay --plugin ./libmine.so --target mine '[^'\n]*'" replay "${text}")
string(FIND "${output}" "    ${replay}\n" found)
if("${replay}" STREQUAL "" OR found EQUAL -1)
  message(FATAL_ERROR "expected, as ${DOCUMENT} has it: ${replay}\nin\n${output}")
endif()
