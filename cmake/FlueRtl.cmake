# RTL in C++: flue_rtl makes a Verilated model of one module, flue_rtl_test a GoogleTest program that runs models.
# Only with FLUE_CARD_SIM. Verilator runs when the model is built, not when CMake is, so that a module that does not
# compile stops its own tests and no others.

find_program(FLUE_VERILATOR verilator)
find_path(FLUE_VERILATOR_INCLUDE verilated.h PATHS /usr/share/verilator/include /usr/local/share/verilator/include)
if(NOT FLUE_VERILATOR OR NOT FLUE_VERILATOR_INCLUDE)
  message(FATAL_ERROR "FLUE_CARD_SIM needs Verilator: apt-get install verilator zlib1g-dev, or -DFLUE_CARD_SIM=OFF")
endif()
find_package(ZLIB REQUIRED)
find_package(Threads REQUIRED)

# What every model needs at run time. Models call vl_stop and vl_fatal of sim/verilated/assertions.cc.
add_library(flue_verilated STATIC
  ${FLUE_VERILATOR_INCLUDE}/verilated.cpp ${FLUE_VERILATOR_INCLUDE}/verilated_fst_c.cpp
  ${FLUE_VERILATOR_INCLUDE}/verilated_threads.cpp)
target_include_directories(flue_verilated SYSTEM PUBLIC ${FLUE_VERILATOR_INCLUDE} ${FLUE_VERILATOR_INCLUDE}/vltstd)
target_compile_definitions(flue_verilated PUBLIC VL_TIME_CONTEXT
  PRIVATE VM_TRACE=1 VM_TRACE_FST=1 VL_USER_STOP VL_USER_FATAL)
target_compile_options(flue_verilated PRIVATE -O3 -w)
target_link_libraries(flue_verilated PUBLIC ZLIB::ZLIB Threads::Threads flue_sim_verilated)

# flue_rtl(NAME TOP module [SOURCES file ...] [PARAMETERS W=8 ...] [OPT -O2] [NO_TRACE]): library target NAME with the
# header VNAME.h and the class VNAME. The top and everything below it is found in hw/*/ by name; SOURCES are further
# files (a test's own top), from the current folder. OPT: flags of the hot code. NO_TRACE: without FST, faster.
function(flue_rtl name)
  cmake_parse_arguments(A "NO_TRACE" "TOP;OPT" "SOURCES;PARAMETERS" ${ARGN})
  if(NOT A_TOP)
    set(A_TOP ${name})
  endif()
  if(NOT A_OPT)
    set(A_OPT -O2)
  endif()
  set(prefix V${name})
  set(dir ${CMAKE_CURRENT_BINARY_DIR}/${prefix}.dir)
  set(archive ${dir}/${prefix}__ALL.a)
  file(MAKE_DIRECTORY ${dir})

  set(arguments --cc --assert --x-assign unique --x-initial unique --top ${A_TOP} --prefix ${prefix} --Mdir ${dir}
    --MMD -O3 --timescale 1ns/1ps +incdir+${CMAKE_SOURCE_DIR}/hw/common)
  if(NOT A_NO_TRACE)
    list(APPEND arguments --trace-fst)
  endif()
  foreach(parameter ${A_PARAMETERS})
    list(APPEND arguments -G${parameter})
  endforeach()
  file(GLOB folders CONFIGURE_DEPENDS LIST_DIRECTORIES true ${CMAKE_SOURCE_DIR}/hw/*)
  foreach(folder ${folders})
    list(APPEND arguments -y ${folder})
  endforeach()
  foreach(file hw/lint/waivers.vlt hw/contract/flue_contract_pkg.sv hw/common/flue_pkg.sv)
    if(EXISTS ${CMAKE_SOURCE_DIR}/${file})
      list(APPEND arguments ${CMAKE_SOURCE_DIR}/${file})
    endif()
  endforeach()
  foreach(source ${A_SOURCES})
    get_filename_component(source ${source} ABSOLUTE)
    list(APPEND sources ${source})
  endforeach()
  # The top's own file, unless SOURCES has it.
  if(NOT sources MATCHES "/${A_TOP}\\.sv")
    file(GLOB top CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/hw/*/${A_TOP}.sv)
    if(NOT top)
      message(STATUS "flue_rtl ${name}: no ${A_TOP}.sv in hw/; left out")
      return()
    endif()
    list(APPEND sources ${top})
  endif()

  set(compiler ${CMAKE_CXX_COMPILER})
  if(FLUE_CCACHE)
    set(object_cache "OBJCACHE=env CCACHE_NOHASHDIR=1 ${FLUE_CCACHE}")
  endif()
  add_custom_command(
    OUTPUT ${archive} BYPRODUCTS ${dir}/${prefix}.h
    COMMAND ${FLUE_VERILATOR} ${arguments} ${sources}
    # Verilator's dependencies, as those of the one file that the build knows.
    COMMAND sed -e "s|^[^:]*:|${archive}:|" ${dir}/${prefix}__ver.d > ${dir}/model.d
    COMMAND make -s -C ${dir} -f ${prefix}.mk ${prefix}__ALL.a CXX=${compiler} ${object_cache} "OPT_FAST=${A_OPT}"
            USER_CPPFLAGS=-DVL_TIME_CONTEXT
    DEPENDS ${sources} DEPFILE ${dir}/model.d
    COMMENT "Verilating ${A_TOP} (${name})" VERBATIM)
  add_custom_target(${name}_model DEPENDS ${archive})
  add_library(${name} STATIC IMPORTED GLOBAL)
  add_dependencies(${name} ${name}_model)
  set_target_properties(${name} PROPERTIES IMPORTED_LOCATION ${archive})
  target_include_directories(${name} SYSTEM INTERFACE ${dir})
  target_link_libraries(${name} INTERFACE flue_sim_verilated)
endfunction()

# flue_rtl_test(NAME SOURCES a_test.cc ... [MODELS name ...] [LINKS ...] [LABELS rtl]): a test program on models made
# with flue_rtl; target rtl_tests builds all of them. Left out, with a word, when the RTL of a model is not there.
function(flue_rtl_test name)
  cmake_parse_arguments(A "" "" "SOURCES;MODELS;LINKS;LABELS" ${ARGN})
  foreach(model ${A_MODELS})
    if(NOT TARGET ${model})
      message(STATUS "flue_rtl_test ${name}: no model ${model}; left out")
      return()
    endif()
  endforeach()
  if(NOT A_LABELS)
    set(A_LABELS rtl)
  endif()
  flue_test(${name} SOURCES ${A_SOURCES} LINKS flue_sim_verilated ${A_MODELS} ${A_LINKS} LABELS ${A_LABELS})
  target_compile_definitions(${name} PRIVATE FLUE_WAVE_DIR="${CMAKE_BINARY_DIR}/waves")
  if(NOT FLUE_TESTS)
    set_target_properties(${name} PROPERTIES EXCLUDE_FROM_ALL ON)
  endif()
  add_dependencies(rtl_tests ${name})
endfunction()

add_custom_target(rtl_tests)
