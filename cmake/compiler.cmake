# Warnings are errors in our own code; the linker is mold and the compiler goes through ccache where they are installed.
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
    # Paths below the checkout are told relatively, so that the cache serves every build tree and every checkout alike. The sloppiness is what
    # ccache asks for before it keeps what is compiled with precompiled headers.
    set(CMAKE_CXX_COMPILER_LAUNCHER
        ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=pch_defines,time_macros
        ${CCACHE_PROGRAM})
endif()
find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
    add_link_options(-fuse-ld=mold)
endif()

# A shape shared by every build tree makes the compiler cache serve them all.
add_compile_options(-ffile-prefix-map=${CMAKE_SOURCE_DIR}=.)

add_library(kith_warnings INTERFACE)
target_compile_options(kith_warnings INTERFACE -Wall -Wextra -Wnon-virtual-dtor -Wold-style-cast)
# The distribution's compiler decides what is an error; clang builds the fuzz targets and may know other warnings.
target_compile_options(kith_warnings INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wshadow=local -Werror>)
# Where it optimises, g++ 12 takes the storage of libstdc++'s own std::variant and <regex> for uninitialised, and a text put before a
# std::string for one that overlaps it (GCC bug 105651). clang-tidy and the sanitizers look for what is.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND (KITH_SANITIZE OR NOT CMAKE_BUILD_TYPE STREQUAL "Debug"))
    target_compile_options(kith_warnings INTERFACE -Wno-maybe-uninitialized -Wno-restrict)
endif()

if(KITH_SANITIZE)
    add_compile_options(-fsanitize=${KITH_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all -g1)
    add_link_options(-fsanitize=${KITH_SANITIZE})
endif()
