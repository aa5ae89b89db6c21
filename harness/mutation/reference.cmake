# The reference's tests once more, each against a reference in which a mutant can be switched on:
# run_reference_mutants.py runs them. Not a part of any other build: it takes minutes.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
include(${CMAKE_CURRENT_LIST_DIR}/mutate.cmake)

set(mutated_files "")
foreach(room exact scheme conv bound)
  file(GLOB files CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}
    ${PROJECT_SOURCE_DIR}/reference/${room}/*.h ${PROJECT_SOURCE_DIR}/reference/${room}/*.cpp)
  list(APPEND mutated_files ${files})
endforeach()
set(mutated_folder ${CMAKE_CURRENT_BINARY_DIR}/mutated)
halflsb_mutate(mutated_sources ${mutated_folder} FILES ${mutated_files} ARGUMENTS --set-at-start)

# An object library: a static one would lose the switch's constructor. The copies come first among the folders that
# "reference/..." is looked for in.
add_library(halflsb_mutated_reference OBJECT ${mutated_sources} ${CMAKE_CURRENT_LIST_DIR}/reference_switch.cpp)
target_include_directories(halflsb_mutated_reference BEFORE PUBLIC ${mutated_folder})
target_link_libraries(halflsb_mutated_reference PUBLIC Boost::headers PRIVATE halflsb_options)
target_precompile_headers(halflsb_mutated_reference PRIVATE <boost/multiprecision/cpp_int.hpp>)
halflsb_compile_mutated(halflsb_mutated_reference)

set(headers_from "")
foreach(room exact scheme conv bound)
  set(test mutated_reference_${room}_test)
  get_target_property(sources reference_${room}_test SOURCES)
  add_executable(${test} ${sources})
  target_include_directories(${test} BEFORE PRIVATE ${mutated_folder})
  target_link_libraries(${test} PRIVATE halflsb_mutated_reference halflsb_options Boost::headers GTest::gtest_main
    rapidcheck rapidcheck_gtest)
  halflsb_compile_mutated(${test})
  if(headers_from)
    target_precompile_headers(${test} REUSE_FROM ${headers_from})
  else()
    target_precompile_headers(${test}
      PRIVATE <gtest/gtest.h> <rapidcheck/gtest.h> <boost/multiprecision/cpp_int.hpp> <nlohmann/json.hpp>)
    set(headers_from ${test})
  endif()
  add_dependencies(${test} halflsb_mutated_reference)
  list(APPEND mutated_tests ${test})
endforeach()
add_custom_target(mutated_reference_tests DEPENDS ${mutated_tests})
