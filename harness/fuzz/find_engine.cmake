# Sets fuzz_engine to what a fuzz target links to get libFuzzer's main, or to nothing where there is none.
# HALFLSB_FUZZ_ENGINE, or else the environment's LIB_FUZZING_ENGINE, replaces the search. GCC has no libFuzzer of its
# own, but links clang's runtime as well; the guidance is then the extra counters of features.h.
include(CheckCXXSourceCompiles)

set(HALFLSB_FUZZ_ENGINE "$ENV{LIB_FUZZING_ENGINE}" CACHE STRING "What fuzz targets link; empty: libFuzzer where found")

set(fuzz_engine "${HALFLSB_FUZZ_ENGINE}")
if(NOT fuzz_engine AND CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  set(fuzz_engine -fsanitize=fuzzer)
elseif(NOT fuzz_engine)
  file(GLOB archives /usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.fuzzer-${CMAKE_SYSTEM_PROCESSOR}.a)
  if(archives)
    list(SORT archives COMPARE NATURAL ORDER DESCENDING)
    list(GET archives 0 fuzz_engine)
  endif()
endif()
if(fuzz_engine)
  find_package(Threads REQUIRED)
  set(CMAKE_REQUIRED_LIBRARIES ${fuzz_engine} Threads::Threads)
  set(CMAKE_REQUIRED_QUIET ON)
  check_cxx_source_compiles(
    "#include <cstddef>
     #include <cstdint>
     extern \"C\" int LLVMFuzzerTestOneInput(const std::uint8_t*, std::size_t) { return 0; }"
    HALFLSB_FUZZ_ENGINE_LINKS)
  unset(CMAKE_REQUIRED_LIBRARIES)
  unset(CMAKE_REQUIRED_QUIET)
  if(NOT HALFLSB_FUZZ_ENGINE_LINKS)
    set(fuzz_engine "")
  endif()
endif()
if(fuzz_engine)
  message(STATUS "libFuzzer: ${fuzz_engine}")
else()
  message(STATUS "libFuzzer: not found, building only the replay programs of the fuzz targets")
endif()
