# A fuzz target finds a kernel that is known to be faulty: it ends with a failure and leaves an input, on which the
# replay program fails as well, and on which the kernels that are expected to pass do.
#
#   cmake -DFUZZER=<fuzz_...> -DREPLAY=<replay_...> -DTARGET=<name> -DSEEDS=<folder> -DSCRATCH=<folder> -P finds.cmake
cmake_minimum_required(VERSION 3.25)

file(REMOVE_RECURSE ${SCRATCH})
file(MAKE_DIRECTORY ${SCRATCH}/new ${SCRATCH}/artifacts)
execute_process(
  COMMAND ${CMAKE_COMMAND} -E env HALFLSB_FUZZ_TARGET=${TARGET}
    ${FUZZER} -max_total_time=120 -seed=1 -timeout=10 -artifact_prefix=${SCRATCH}/artifacts/ ${SCRATCH}/new ${SEEDS}
  WORKING_DIRECTORY ${SCRATCH} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
file(GLOB artifacts ${SCRATCH}/artifacts/*)
list(LENGTH artifacts count)
if(result EQUAL 0 OR NOT count EQUAL 1)
  message(FATAL_ERROR "${TARGET}: ends with ${result} and ${count} inputs\n${output}")
endif()
execute_process(
  COMMAND ${CMAKE_COMMAND} -E env HALFLSB_FUZZ_TARGET=${TARGET} ${REPLAY} ${artifacts}
  RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
string(FIND "${output}" "replay: fails on ${artifacts}" named)
if(result EQUAL 0 OR named EQUAL -1 OR NOT output MATCHES "${TARGET}: ")
  message(FATAL_ERROR "${TARGET}: the input replays with ${result}\n${output}")
endif()
execute_process(COMMAND ${REPLAY} ${artifacts} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "the correct kernels fail on the input too\n${output}")
endif()
