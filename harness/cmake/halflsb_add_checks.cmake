# halflsb_add_checks(<target> [PROBLEMS <n>] [FUZZ_SECONDS <s>] [CORPUS <dir>])
#
# <target> is a SHARED or MODULE library that exports halflsb_targets(). Its tests:
#   <target>.check   a property run, of PROBLEMS problems where that is given
#   <target>.replay  every finding (*.json) and problem line (*.txt) in CORPUS, see halflsb_replay.cmake
#   <target>.fuzz    a campaign of FUZZ_SECONDS (10), which goes on from the one before; where an engine is installed
# A kernel that breaks its contract fails them, with the minimized finding in what the test prints.
function(halflsb_add_checks target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "PROBLEMS;FUZZ_SECONDS;CORPUS" "")
  if(arg_UNPARSED_ARGUMENTS OR arg_KEYWORDS_MISSING_VALUES)
    message(FATAL_ERROR "halflsb_add_checks(${target}): expected [PROBLEMS <n>] [FUZZ_SECONDS <s>] [CORPUS <dir>]")
  endif()
  set(type "no target")
  if(TARGET ${target})
    get_target_property(type ${target} TYPE)
  endif()
  if(NOT type MATCHES "^(SHARED|MODULE)_LIBRARY$")
    message(FATAL_ERROR "halflsb_add_checks(${target}): it is ${type} (expected a SHARED or MODULE library)")
  endif()
  if(NOT DEFINED arg_FUZZ_SECONDS)
    set(arg_FUZZ_SECONDS 10)
  endif()
  foreach(number IN ITEMS PROBLEMS FUZZ_SECONDS)
    if(DEFINED arg_${number} AND NOT arg_${number} MATCHES "^[1-9][0-9]*$")
      message(FATAL_ERROR "halflsb_add_checks(${target}): ${number} is '${arg_${number}}' (expected a positive integer)")
    endif()
  endforeach()
  set(problems "")
  if(DEFINED arg_PROBLEMS)
    set(problems --problems ${arg_PROBLEMS})
  endif()
  set(corpus "")
  if(DEFINED arg_CORPUS)
    get_filename_component(corpus "${arg_CORPUS}" ABSOLUTE)
  endif()

  set(plugin --plugin $<TARGET_FILE:${target}>)
  add_test(NAME ${target}.check COMMAND halflsb::halflsb check ${plugin} ${problems})
  add_test(NAME ${target}.replay COMMAND ${CMAKE_COMMAND} -DHALFLSB=$<TARGET_FILE:halflsb::halflsb>
    -DPLUGIN=$<TARGET_FILE:${target}> -DCORPUS=${corpus} -P ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/halflsb_replay.cmake)
  set_tests_properties(${target}.replay PROPERTIES SKIP_REGULAR_EXPRESSION "^SKIPPED")
  if(NOT EXISTS "${halflsb_ENGINES}/fuzz_requantize")
    message(STATUS "halflsb: no ${target}.fuzz, halflsb is installed without its fuzz engines")
    return()
  endif()
  add_test(NAME ${target}.fuzz COMMAND halflsb::halflsb fuzz ${plugin} --for ${arg_FUZZ_SECONDS}s
    --out ${CMAKE_CURRENT_BINARY_DIR}/halflsb/${target})
  math(EXPR timeout "${arg_FUZZ_SECONDS} + 600") # what it finds last is minimized when its time is up
  set_tests_properties(${target}.fuzz PROPERTIES TIMEOUT ${timeout})
endfunction()
