# The only ways a Flue target is made: flue_library, flue_program, flue_test, flue_fuzzer.

find_program(FLUE_CCACHE ccache)
if(FLUE_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_NOHASHDIR=1 ${FLUE_CCACHE})
endif()

add_library(flue_options INTERFACE)
target_compile_options(flue_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor
  -Wno-missing-field-initializers)  # designated initialisers leave the rest at its default on purpose
target_include_directories(flue_options INTERFACE ${CMAKE_SOURCE_DIR})

if(FLUE_SANITIZE)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "FLUE_SANITIZE needs clang: use the preset 'sanitized' or -DCMAKE_CXX_COMPILER=clang++")
  endif()
  add_compile_options(-fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=undefined -fno-omit-frame-pointer -O1 -gline-tables-only)
  add_link_options(-fsanitize=address,undefined)
endif()
if(FLUE_COVERAGE)
  add_compile_options(-fprofile-instr-generate -fcoverage-mapping -O1 -g)
  add_link_options(-fprofile-instr-generate)
endif()
find_program(FLUE_LLD ld.lld)
if(FLUE_LLD AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  add_link_options(-fuse-ld=lld)
endif()

# flue_library(NAME [SOURCES a.cc ...] [LINKS target ...]): a static library (or a header-only one without sources).
function(flue_library name)
  cmake_parse_arguments(A "" "" "SOURCES;LINKS" ${ARGN})
  if(A_SOURCES)
    add_library(${name} STATIC ${A_SOURCES})
    target_link_libraries(${name} PUBLIC flue_options ${A_LINKS})
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE flue_options ${A_LINKS})
  endif()
endfunction()

# flue_program(NAME SOURCES ... LINKS ...): an executable of the product.
function(flue_program name)
  cmake_parse_arguments(A "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${A_SOURCES})
  target_link_libraries(${name} PRIVATE flue_options ${A_LINKS})
endfunction()

# flue_test(NAME SOURCES ... LINKS ... [LABELS unit]): one GoogleTest program; each test is a ctest entry of its own.
function(flue_test name)
  cmake_parse_arguments(A "" "" "SOURCES;LINKS;LABELS" ${ARGN})
  if(NOT A_LABELS)
    set(A_LABELS unit)
  endif()
  add_executable(${name} ${A_SOURCES})
  target_link_libraries(${name} PRIVATE flue_options flue_test_support ${A_LINKS})
  gtest_discover_tests(${name}
    DISCOVERY_MODE PRE_TEST
    NO_PRETTY_VALUES
    DISCOVERY_TIMEOUT 60
    PROPERTIES LABELS "${A_LABELS}" TIMEOUT 300
               ENVIRONMENT "FLUE_REQUIREMENTS_DIR=${CMAKE_BINARY_DIR}/requirements")
endfunction()

# flue_fuzzer(NAME SOURCES ... LINKS ...): a libFuzzer target (sanitized build only), run by scripts/fuzz, for 10 s in
# scripts/test.
function(flue_fuzzer name)
  cmake_parse_arguments(A "" "" "SOURCES;LINKS" ${ARGN})
  if(NOT FLUE_SANITIZE)
    return()
  endif()
  add_executable(${name} ${A_SOURCES})
  target_link_libraries(${name} PRIVATE flue_options ${A_LINKS})
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/fuzz)
  add_test(NAME fuzz.${name} COMMAND ${CMAKE_SOURCE_DIR}/scripts/fuzz ${CMAKE_BINARY_DIR} ${name})
  set_tests_properties(fuzz.${name} PROPERTIES LABELS fuzz)
endfunction()
