# How everything is compiled: the switches that the presets turn, and nothing about what is compiled.
option(VEDETTE_WERROR "Treat warnings as errors (presets only, so that newer compilers still build)" OFF)
option(VEDETTE_PCH "Precompile the heavy headers" OFF)
option(VEDETTE_UNITY "Compile in batches of ten files" OFF)
set(VEDETTE_SANITIZE "" CACHE STRING "Value of -fsanitize=, for example address,undefined")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_UNITY_BUILD_BATCH_SIZE 10)

if(NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  find_program(CCACHE_PROGRAM ccache)
  if(CCACHE_PROGRAM)
    # Relative paths and no working directory in the hash: a second clone finds the first one's objects.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE_PROGRAM})
    if(VEDETTE_PCH AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      add_compile_options(-fpch-preprocess)
    endif()
  endif()
endif()

find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
  add_link_options(-fuse-ld=mold)
endif()

# Start-up is bound by relocations; -z,now would double them, and unused libraries cost memory in every mode.
add_link_options(-Wl,--as-needed)

if(VEDETTE_SANITIZE)
  # Without optimising and with lines alone it compiles in half the time; what it runs takes little of the whole.
  add_compile_options(-fsanitize=${VEDETTE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all -O0 -g1)
  add_link_options(-fsanitize=${VEDETTE_SANITIZE})
  if(VEDETTE_SANITIZE STREQUAL "thread")
    # GCC 12 sees texts in moved errors that are not there.
    add_compile_options(-Wno-error=array-bounds)
  endif()
endif()

function(vedette_compile_options target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
    -Wcast-qual -Wformat=2 -Wimplicit-fallthrough $<$<BOOL:${VEDETTE_WERROR}>:-Werror>)
  target_compile_definitions(${target} PRIVATE QT_NO_KEYWORDS QT_DISABLE_DEPRECATED_BEFORE=0x060000)
endfunction()
