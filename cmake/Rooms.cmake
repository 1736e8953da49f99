# vedette_room(<path> [PLAIN] [FOLDERS sub...] LINKS target...)
# One static library per room, named after its path (models/alerts -> models_alerts). PLAIN rooms link no Qt, so the link
# line itself forbids it. A room whose folder is not there yet is an empty interface, so that the list reads as the plan.
set(VEDETTE_PLAIN_PCH <algorithm> <chrono> <cstdint> <functional> <map> <memory> <mutex> <optional> <span> <string>
  <string_view> <thread> <unordered_map> <utility> <variant> <vector> <tl/expected.hpp>)
set(VEDETTE_QT_PCH <QtCore/QObject> <QtCore/QString> <QtCore/QVariant> <QtCore/QAbstractItemModel> <QtCore/QTimer>)
set(VEDETTE_WIDGETS_PCH <QtWidgets/QWidget> <QtWidgets/QApplication> <QtWidgets/QBoxLayout> <QtWidgets/QTableView>
  <QtGui/QPainter> <QtWidgets/QHeaderView>)

function(vedette_room path)
  cmake_parse_arguments(ROOM "PLAIN" "" "FOLDERS;LINKS" ${ARGN})
  string(REPLACE "/" "_" name ${path})
  set(globs ${path}/*.cpp ${path}/*.h)
  foreach(folder IN LISTS ROOM_FOLDERS)
    list(APPEND globs ${path}/${folder}/*.cpp ${path}/${folder}/*.h)
  endforeach()
  file(GLOB sources CONFIGURE_DEPENDS ${globs})
  list(REMOVE_ITEM sources ${CMAKE_SOURCE_DIR}/app/main.cpp)
  set(units ${sources})
  list(FILTER units INCLUDE REGEX "\\.cpp$")
  if(NOT units)
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE ${CMAKE_SOURCE_DIR})
    target_link_libraries(${name} INTERFACE ${ROOM_LINKS})
    return()
  endif()
  add_library(${name} STATIC ${sources})
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${ROOM_LINKS})
  vedette_compile_options(${name})
  # Text in the product is UTF-8 said to be so; tests may write plain literals.
  target_compile_definitions(${name} PRIVATE QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII)
  set_target_properties(${name} PROPERTIES UNITY_BUILD ${VEDETTE_UNITY})
  if(ROOM_PLAIN)
    set_target_properties(${name} PROPERTIES AUTOMOC OFF)
  endif()
  # A batch reads the heavy headers once anyway.
  if(VEDETTE_PCH AND NOT VEDETTE_UNITY)
    target_precompile_headers(${name} PRIVATE ${VEDETTE_PLAIN_PCH})
    if(NOT ROOM_PLAIN)
      target_precompile_headers(${name} PRIVATE ${VEDETTE_QT_PCH})
    endif()
    if("Qt6::Widgets" IN_LIST ROOM_LINKS)
      target_precompile_headers(${name} PRIVATE ${VEDETTE_WIDGETS_PCH})
    endif()
  endif()
endfunction()

# The translations, compiled into the executable under :/i18n; `update_translations` reads the sources again.
function(vedette_translations target)
  file(GLOB_RECURSE spoken CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/app/*.cpp ${CMAKE_SOURCE_DIR}/app/*.h ${CMAKE_SOURCE_DIR}/ui/*.cpp
    ${CMAKE_SOURCE_DIR}/ui/*.h ${CMAKE_SOURCE_DIR}/models/items/*.cpp ${CMAKE_SOURCE_DIR}/models/items/*.h
    ${CMAKE_SOURCE_DIR}/models/targets/*.cpp)
  qt_add_lupdate(${target} TS_FILES ${CMAKE_SOURCE_DIR}/translations/vedette_de.ts ${CMAKE_SOURCE_DIR}/translations/vedette_en.ts
    SOURCES ${spoken} OPTIONS -no-obsolete -locations none -I ${CMAKE_SOURCE_DIR})
  qt_add_lrelease(${target} TS_FILES ${CMAKE_SOURCE_DIR}/translations/vedette_de.ts ${CMAKE_SOURCE_DIR}/translations/vedette_en.ts
    QM_FILES_OUTPUT_VARIABLE compiled)
  qt_add_resources(${target} translations PREFIX /i18n BASE ${CMAKE_BINARY_DIR} FILES ${compiled})
endfunction()
