"""The console as a screen reader finds it: widgets by role and name, pressed and read through AT-SPI."""

import os

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

from session import wait_for  # noqa: E402


def use(desktop):
    """AT-SPI reads its bus from the environment, at its first use."""
    os.environ.update({key: desktop.env[key] for key in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "XDG_RUNTIME_DIR")})


def children(node, limit=400):
    for i in range(min(node.get_child_count(), limit)):
        child = node.get_child_at_index(i)
        if child:
            yield child


def roots():
    """The console's top-level windows."""
    desktop = Atspi.get_desktop(0)
    for application in children(desktop):
        if "vedette" in (application.get_name() or "").lower():
            application.clear_cache()  # names and states change behind its back
            yield from children(application)


def walk(node, limit=6000):
    queue = [node]
    while queue and limit > 0:
        limit -= 1
        node = queue.pop(0)
        try:
            queue.extend(children(node))
        except GLib.Error:  # a node may be gone by the time it is asked
            continue
        yield node


def accessible_texts():
    """Every name of the console's accessibility tree."""
    return [name_of(node) for root in roots() for node in walk(root)]


def name_of(node):
    try:
        return node.get_name() or ""
    except GLib.Error:
        return ""


def has_state(node, state):
    return node.get_state_set().contains(state)


def showing(node):
    return has_state(node, Atspi.StateType.SHOWING)


def sensitive(node):
    return has_state(node, Atspi.StateType.SENSITIVE)


def dialog(title):
    """The open dialog of this title, or None."""
    for root in roots():
        try:
            if root.get_role_name() in ("dialog", "alert") and name_of(root) == title and showing(root):
                return root
        except GLib.Error:
            continue
    return None


def find(root, role, name):
    """The first shown widget of a role whose name is this, or for which this function of the name is true; None without one."""
    fits = name if callable(name) else lambda text: text == name
    for node in walk(root):
        try:
            if node.get_role_name() == role and fits(node.get_name() or "") and showing(node):
                return node
        except GLib.Error:
            continue
    return None


def wanted(root, role, name, seconds=5):
    return wait_for(f"the {role} {name}", lambda: find(root, role, name), seconds)


def text_of(node):
    return node.get_text_iface().get_text(0, -1) if node.get_text_iface() else ""


def box_of(node):
    """x, y, width, height on the screen."""
    extents = node.get_component_iface().get_extents(Atspi.CoordType.SCREEN)
    return extents.x, extents.y, extents.width, extents.height


def act(node, action="Press"):
    actions = node.get_action_iface()
    for i in range(actions.get_n_actions() if actions else 0):
        if Atspi.Action.get_action_name(actions, i) == action:
            assert actions.do_action(i), f"{node.get_name()} refused {action}"
            return
    raise AssertionError(f"{node.get_role_name()} {node.get_name()!r} has no action {action}")


def focus(node):
    node.get_component_iface().grab_focus()
    wait_for(f"the focus in {node.get_name()!r}", lambda: node.clear_cache() or has_state(node, Atspi.StateType.FOCUSED), 5)
