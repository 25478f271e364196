# What nearly every source reads and nobody here writes, parsed once for a tree's modules and once for its tests: the standard library's headers
# and the common libraries'. Each source still includes what it uses: other trees compile without this, and would miss what is not.
set(kith_precompiled_headers
    <algorithm> <array> <atomic> <charconv> <chrono> <cstdint> <filesystem> <fstream> <functional> <map> <memory> <mutex> <optional> <set> <span>
    <string> <string_view> <thread> <utility> <variant> <vector>
    <fmt/format.h> <nlohmann/json.hpp> <spdlog/spdlog.h> <tl/expected.hpp>)

# kith_precompiled(TARGET OWNER [HEADER...]): the owner makes the headers, and those of the call beside them; other targets take the owner's.
# Not where g++ optimises, which then warns of what it takes the libraries' own code for; nor by clang, which writes down the checkout's path,
# so that no other checkout could take an object from the compiler cache.
function(kith_precompiled target owner)
    if(NOT KITH_PRECOMPILED)
        return()
    endif()
    if(target STREQUAL owner)
        target_precompile_headers(${target} PRIVATE ${kith_precompiled_headers} ${ARGN})
    else()
        target_precompile_headers(${target} REUSE_FROM ${owner})
    endif()
    # ccache sees by this what is precompiled.
    target_compile_options(${target} PRIVATE -fpch-preprocess)
endfunction()
