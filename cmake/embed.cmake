# Files that travel inside the executable. One small host tool writes them as C++.
add_executable(kith_embed tools/embed.cpp)
target_link_libraries(kith_embed PRIVATE kith_warnings)
target_compile_definitions(kith_embed PRIVATE KITH_SOURCE_FOLDER="${CMAKE_SOURCE_DIR}/src")

# src/people/resolve.sql -> generated/people/resolve.sql.hpp: a constant of kith::sql for each named query in it.
function(kith_embed_queries target query)
    file(RELATIVE_PATH relative ${CMAKE_SOURCE_DIR}/src ${query})
    set(header ${CMAKE_BINARY_DIR}/generated/${relative}.hpp)
    add_custom_command(OUTPUT ${header} COMMAND kith_embed queries ${query} ${header} DEPENDS ${query} kith_embed VERBATIM)
    target_sources(${target} PRIVATE ${header})
    set_source_files_properties(${header} PROPERTIES GENERATED TRUE)
    # The registry that prepares every query at start includes them all, so it must know them.
    set_property(GLOBAL APPEND PROPERTY KITH_QUERY_HEADERS ${relative}.hpp)
endfunction()

# A folder of files -> one C++ source that defines `kith::embedded::<name>()`, a list of (path, bytes) ordered by path.
function(kith_embed_folder target name folder)
    file(GLOB_RECURSE files CONFIGURE_DEPENDS ${folder}/*)
    set(source ${CMAKE_BINARY_DIR}/generated/embedded_${name}.cpp)
    # The list is an input too: a file that went away changes nothing else.
    set(list ${CMAKE_BINARY_DIR}/generated/embedded_${name}.list)
    file(CONFIGURE OUTPUT ${list} CONTENT "${files}")
    add_custom_command(OUTPUT ${source} COMMAND kith_embed folder ${name} ${folder} ${source}
        DEPENDS ${files} ${list} kith_embed VERBATIM)
    target_sources(${target} PRIVATE ${source})
endfunction()

# Every named query of every module -> generated/registry.hpp: kith::sql::all(), which the boot prepares.
function(kith_embed_registry target)
    get_property(headers GLOBAL PROPERTY KITH_QUERY_HEADERS)
    set(registry ${CMAKE_BINARY_DIR}/generated/registry.hpp)
    list(TRANSFORM headers PREPEND ${CMAKE_BINARY_DIR}/generated/ OUTPUT_VARIABLE inputs)
    add_custom_command(OUTPUT ${registry} COMMAND kith_embed registry ${registry} ${headers} DEPENDS ${inputs} kith_embed VERBATIM)
    target_sources(${target} PRIVATE ${registry})
endfunction()
