# The Python example of harness/docs/other_programs.md, taken from the document itself: gen | example | verify finds nothing; with a bug
# planted it does.
#
#   cmake -DHALFLSB=<program> -DDOCUMENT=<other_programs.md> -DSCRATCH=<folder> -P other_programs.cmake
cmake_minimum_required(VERSION 3.25)

find_program(PYTHON NAMES python3)
if(NOT PYTHON)
  message("SKIPPED: there is no python3 to run the example of ${DOCUMENT}")
  return()
endif()

file(READ ${DOCUMENT} text)
string(FIND "${text}" "```python\n" start)
if(start EQUAL -1)
  message(FATAL_ERROR "${DOCUMENT} has no block of Python")
endif()
math(EXPR start "${start} + 10")
string(SUBSTRING "${text}" ${start} -1 text)
string(FIND "${text}" "```" end)
string(SUBSTRING "${text}" 0 ${end} example)

# run(<name> <program> <exit code> <what verify must say>)
function(run name program expected_code expected_text)
  file(WRITE ${SCRATCH}/${name}.py "${program}")
  execute_process(
    COMMAND ${HALFLSB} gen --kind requantize --scheme glow
    COMMAND ${PYTHON} ${SCRATCH}/${name}.py
    COMMAND ${HALFLSB} verify --name ${name} ${ARGN}
    RESULTS_VARIABLE codes OUTPUT_VARIABLE output ERROR_VARIABLE errors)
  list(GET codes 2 code)
  if(NOT code EQUAL expected_code OR NOT output MATCHES "${expected_text}")
    message(FATAL_ERROR "${name}: exit codes ${codes} (expected ${expected_code} at the end)\n${output}\n${errors}")
  endif()
endfunction()

run(example "${example}" 0 "pass +1000 " --expect 1000)

string(REPLACE "+ rounding" "- rounding" wrong "${example}")
if(wrong STREQUAL example)
  message(FATAL_ERROR "the example does not have the operator that is to be changed")
endif()
run(wrong "${wrong}" 1 "stopped at --errors 20")
