# halflsb_mutate(<variable> <folder> FILES <path from the root>... [ARGUMENTS ...] [REGISTRY <path>])
#
# Has mutate.py write mutated copies of the files into the folder, and sets the variable to the sources among them,
# the switch included. ARGUMENTS go to the script; its --move is read here too, to know where the copies are.
function(halflsb_mutate variable folder)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "REGISTRY" "FILES;ARGUMENTS")
  set(script_folder ${PROJECT_SOURCE_DIR}/harness/mutation)
  file(GLOB script CONFIGURE_DEPENDS ${script_folder}/*.py)
  set(inputs ${arg_FILES})
  list(TRANSFORM inputs PREPEND ${PROJECT_SOURCE_DIR}/)
  set(copies ${arg_FILES})
  foreach(move IN LISTS arg_ARGUMENTS)
    if(move MATCHES "^(targets/[^=]*)=(.*)$")
      list(TRANSFORM copies REPLACE "^${CMAKE_MATCH_1}/" "${CMAKE_MATCH_2}/")
    endif()
  endforeach()
  list(APPEND copies switch.cpp)
  if(arg_REGISTRY)
    list(APPEND copies ${arg_REGISTRY})
    list(APPEND arg_ARGUMENTS --registry ${arg_REGISTRY})
  endif()
  list(TRANSFORM copies PREPEND ${folder}/)
  add_custom_command(OUTPUT ${copies} ${folder}/mutants.json
    COMMAND ${Python3_EXECUTABLE} -B ${script_folder}/mutate.py
      --root ${PROJECT_SOURCE_DIR} --out ${folder} ${arg_ARGUMENTS} ${arg_FILES}
    DEPENDS ${inputs} ${script}
    COMMENT "Writing mutated copies into ${folder}"
    VERBATIM)
  set(${variable} ${copies} PARENT_SCOPE)
endfunction()

# Code with switches in every expression: -O1 keeps its build short, wrapping keeps a mutant's overflow to one meaning,
# and its warnings are about what mutants do.
function(halflsb_compile_mutated target)
  target_compile_features(${target} PRIVATE cxx_std_20)
  target_compile_options(${target} PRIVATE -O1 -w -fwrapv -Wno-narrowing)
endfunction()
