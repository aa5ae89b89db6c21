# Included by harness/CMakeLists.txt: the program, its fuzz engines, the C interface for kernels, and the CMake package
# that offers them to other projects.
include(CMakePackageConfigHelpers)

set_target_properties(halflsb_abi PROPERTIES EXPORT_NAME abi)
install(TARGETS halflsb halflsb_abi EXPORT halflsbTargets INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(FILES ${PROJECT_SOURCE_DIR}/targets/abi/target.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/halflsb)
if(TARGET fuzz_requantize)
  install(TARGETS fuzz_requantize fuzz_conv2d RUNTIME DESTINATION ${halflsb_engines_dir} OPTIONAL) # where they were built
endif()

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/halflsb)
install(EXPORT halflsbTargets NAMESPACE halflsb:: DESTINATION ${package_dir})
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/halflsbConfig.cmake.in ${PROJECT_BINARY_DIR}/halflsbConfig.cmake
  INSTALL_DESTINATION ${package_dir} PATH_VARS halflsb_engines_dir
  NO_SET_AND_CHECK_MACRO NO_CHECK_REQUIRED_COMPONENTS_MACRO)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/halflsbConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES
  ${PROJECT_BINARY_DIR}/halflsbConfig.cmake
  ${PROJECT_BINARY_DIR}/halflsbConfigVersion.cmake
  ${CMAKE_CURRENT_LIST_DIR}/halflsb_add_checks.cmake
  ${CMAKE_CURRENT_LIST_DIR}/halflsb_replay.cmake
  DESTINATION ${package_dir})
