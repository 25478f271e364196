# What nearly every source reads and nobody here writes, parsed once a build tree: the standard library's headers and the common libraries'.
# Each source still includes what it uses: clang-tidy compiles without this, and would miss what is not.
set(kith_precompiled_headers
    <algorithm> <array> <atomic> <charconv> <chrono> <cstdint> <filesystem> <fstream> <functional> <map> <memory> <mutex> <optional> <set> <span>
    <string> <string_view> <thread> <utility> <variant> <vector>
    <fmt/format.h> <nlohmann/json.hpp> <spdlog/spdlog.h> <tl/expected.hpp>)

# kith_precompiled(TARGET OWNER [HEADER...]): the owner makes the headers, and those of the call beside them; other targets take the owner's.
function(kith_precompiled target owner)
    if(target STREQUAL owner)
        target_precompile_headers(${target} PRIVATE ${kith_precompiled_headers} ${ARGN})
    else()
        target_precompile_headers(${target} REUSE_FROM ${owner})
    endif()
    # ccache sees by the first what g++ has precompiled; by the second clang takes what another checkout, with other times, has.
    target_compile_options(${target} PRIVATE
        $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>
        "$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>")
endfunction()
