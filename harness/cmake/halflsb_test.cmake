include(GoogleTest)

# Reading these headers takes longer than compiling most tests: read once, for all tests.
add_library(halflsb_test_headers OBJECT ${CMAKE_CURRENT_LIST_DIR}/test_headers.cpp)
target_link_libraries(halflsb_test_headers
  PRIVATE halflsb_options Boost::headers nlohmann_json::nlohmann_json GTest::gtest rapidcheck rapidcheck_gtest)
target_precompile_headers(halflsb_test_headers
  PRIVATE <gtest/gtest.h> <rapidcheck/gtest.h> <boost/multiprecision/cpp_int.hpp> <nlohmann/json.hpp>)

# halflsb_add_test(<name> SOURCES <file>... [LIBS <target>...])
#
# A GoogleTest + RapidCheck executable; each of its tests is a ctest called <name>.<Suite>.<Test>. They run in the repo
# root, so "corpus/..." is a path that works in a test as it does on the command line.
function(halflsb_add_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBS")
  if(arg_UNPARSED_ARGUMENTS OR NOT arg_SOURCES)
    message(FATAL_ERROR "halflsb_add_test(${name}): expected SOURCES <file>... [LIBS <target>...]")
  endif()
  add_executable(${name} ${arg_SOURCES})
  # Boost, because the precompiled headers hold it: what defines its macros must be the same here.
  target_link_libraries(${name} PRIVATE ${arg_LIBS} halflsb_options Boost::headers GTest::gtest_main rapidcheck rapidcheck_gtest)
  target_precompile_headers(${name} REUSE_FROM halflsb_test_headers)
  # Discovery runs the executable; under a sanitizer on a busy machine that can take longer than the default 5 s.
  gtest_discover_tests(${name}
    TEST_PREFIX ${name}.
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
    DISCOVERY_TIMEOUT 60
    PROPERTIES TIMEOUT 600)
endfunction()
