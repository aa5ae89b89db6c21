# Included by CMakeLists.txt beside this file.
set(include_direction ${CMAKE_CURRENT_LIST_DIR}/include_direction.cmake)

add_test(NAME include_direction
  COMMAND ${CMAKE_COMMAND} -DROOT=${PROJECT_SOURCE_DIR} -P ${include_direction})

# The test of the test: every kind of violation, planted in a made-up tree, has to be found.
add_test(NAME include_direction_catches
  COMMAND ${CMAKE_COMMAND} -DSELF_TEST=${CMAKE_CURRENT_BINARY_DIR}/include_direction -P ${include_direction})
