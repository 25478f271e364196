# The browser library that pages load from this server: @segment/analytics-next's standalone build and its parts, out of the executable. npm brings
# it (web/package.json); a build without it serves the tracking API alone. Its licence travels with it.
set(analytics_package ${CMAKE_SOURCE_DIR}/web/node_modules/@segment/analytics-next)
set(analytics_folder ${CMAKE_BINARY_DIR}/analytics)
file(GLOB analytics_files CONFIGURE_DEPENDS ${analytics_package}/dist/umd/*.js ${analytics_package}/LICENSE.MD)
list(FILTER analytics_files EXCLUDE REGEX "/index\\.js$")
file(REMOVE_RECURSE ${analytics_folder})
foreach(file IN LISTS analytics_files)
    get_filename_component(name ${file} NAME)
    configure_file(${file} ${analytics_folder}/${name} COPYONLY)
endforeach()
kith_embed_folder(kith_connect analytics ${analytics_folder})
