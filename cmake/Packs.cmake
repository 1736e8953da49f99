# vedette_packs(<target> <folder>): the folder's rule files, compiled in, so that they are there however the program was installed.
function(vedette_packs target folder)
  file(GLOB files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.yaml)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${files})
  set(entries "")
  foreach(file IN LISTS files)
    get_filename_component(name ${file} NAME_WE)
    file(READ ${file} text)
    string(APPEND entries "    {\"${name}\", R\"pack(${text})pack\"},\n")
  endforeach()
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/${target}_packs.cpp)
  file(CONFIGURE OUTPUT ${generated} @ONLY CONTENT [[#include "models/alerts/shipped_packs.h"

namespace alerts {

static constexpr ShippedPack kPacks[] = {
@entries@};

std::span<const ShippedPack> shippedPacks() { return kPacks; }

} // namespace alerts
]])
  target_sources(${target} PRIVATE ${generated})
endfunction()
