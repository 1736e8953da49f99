# vedette_packs(<target> <folder> <name>...): the folder's rule files of these names, in the order in which people see them, compiled in, so
# that they are there however the program was installed.
function(vedette_packs target folder)
  set(entries "")
  foreach(name IN LISTS ARGN)
    set(file ${CMAKE_SOURCE_DIR}/${folder}/${name}.yaml)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
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
