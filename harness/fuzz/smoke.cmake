# A short run of a fuzz target from its seeds, which finds nothing. New inputs and artifacts go to SCRATCH.
#
#   cmake -DFUZZER=<fuzz_...> -DSEEDS=<folder> -DSCRATCH=<folder> -P smoke.cmake
cmake_minimum_required(VERSION 3.25)

file(REMOVE_RECURSE ${SCRATCH})
file(MAKE_DIRECTORY ${SCRATCH}/new)
execute_process(
  COMMAND ${FUZZER} -runs=2000 -seed=1 -timeout=60 -artifact_prefix=${SCRATCH}/ ${SCRATCH}/new ${SEEDS}
  WORKING_DIRECTORY ${SCRATCH} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "ends with ${result}\n${output}")
endif()
if(NOT output MATCHES "Done [0-9]+ runs")
  message(FATAL_ERROR "did not run\n${output}")
endif()
