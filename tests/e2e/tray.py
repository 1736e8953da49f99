#!/usr/bin/python3
"""The tray where the desktop speaks StatusNotifierItem, and where there is none. No package of every supported distribution shows
such items on a bare X server, so a small watcher and host of our own plays the desktop: it sees what a real one would see."""

import json
import os
import time
import warnings

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

import accessible  # noqa: E402
from accessible import act, dialog, find, wanted  # noqa: E402
from session import Cases, Desktop, terminate, wait_for  # noqa: E402

warnings.simplefilter("ignore", DeprecationWarning)

WATCHER = "org.kde.StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
INTERFACE = f"""<node><interface name="{WATCHER}">
<method name="RegisterStatusNotifierItem"><arg type="s" direction="in"/></method>
<method name="RegisterStatusNotifierHost"><arg type="s" direction="in"/></method>
<property name="RegisteredStatusNotifierItems" type="as" access="read"/>
<property name="IsStatusNotifierHostRegistered" type="b" access="read"/>
<property name="ProtocolVersion" type="i" access="read"/>
<signal name="StatusNotifierItemRegistered"><arg type="s"/></signal>
<signal name="StatusNotifierHostRegistered"/>
</interface></node>"""


class Host:
    """The desktop's side: a watcher that takes registrations, and a host that asks the items what they show."""

    def __init__(self, desktop):
        self.items = []
        self.bus = Gio.DBusConnection.new_for_address_sync(
            desktop.env["DBUS_SESSION_BUS_ADDRESS"],
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        self.bus.register_object("/StatusNotifierWatcher", Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0], self.on_call, self.on_get, None)
        answer = self.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName", GLib.Variant("(su)", (WATCHER, 0)))
        assert answer == (1,), answer

    def close(self):
        self.bus.close_sync(None)

    def on_call(self, _, sender, path, interface, method, parameters, invocation):
        if method == "RegisterStatusNotifierItem":
            name = parameters.unpack()[0]
            # Either a service's name, or a path on the caller.
            self.items.append((sender, name) if name.startswith("/") else (name, "/StatusNotifierItem"))
        invocation.return_value(None)

    def on_get(self, _, sender, path, interface, name):
        return {"RegisteredStatusNotifierItems": GLib.Variant("as", [service + path for service, path in self.items]),
                "IsStatusNotifierHostRegistered": GLib.Variant("b", True), "ProtocolVersion": GLib.Variant("i", 0)}[name]

    def serve(self):
        while GLib.MainContext.default().iteration(False):
            pass

    def call(self, service, path, interface, method, parameters=None):
        return self.bus.call_sync(service, path, interface, method, parameters, None, Gio.DBusCallFlags.NONE, 5000, None).unpack()

    def property(self, name):
        service, path = self.items[-1]
        return self.call(service, path, "org.freedesktop.DBus.Properties", "Get", GLib.Variant("(ss)", (ITEM, name)))[0]

    def activate(self):
        service, path = self.items[-1]
        self.call(service, path, ITEM, "Activate", GLib.Variant("(ii)", (5, 5)))

    def menu(self):
        """What the item's menu offers: {label: id}."""
        path = self.property("Menu")
        layout = self.call(self.items[-1][0], path, MENU, "GetLayout", GLib.Variant("(iias)", (0, -1, [])))[1]
        return {properties["label"].replace("_", ""): number for number, properties, _ in layout[2] if properties.get("label")}

    def choose(self, label):
        self.call(self.items[-1][0], self.property("Menu"), MENU, "Event",
                  GLib.Variant("(isvu)", (self.menu()[label], "clicked", GLib.Variant("s", ""), 0)))


def windows(desktop):
    return desktop.run(["xdotool", "search", "--onlyvisible", "--name", "^Vedette$"], check=False).split()


def close_window(desktop, window, answered):
    """Presses Alt+F4 until it is answered. A window manager grabs its keys anew when the keyboard's map changes, which the first synthetic
    key does: that one key may be lost, and a person would press it again."""
    for attempt in range(3):
        desktop.run(["xdotool", "windowactivate", "--sync", window])
        desktop.run(["xdotool", "key", "alt+F4"])
        try:
            return wait_for("the answer to Alt+F4", answered, 5)
        except AssertionError:
            if attempt == 2:
                raise


def is_minimised(desktop, window):
    return "Iconic" in desktop.run(["xprop", "-id", window, "WM_STATE"], check=False)


class StatusNotifier:
    def __init__(self, desktop):
        self.desktop = desktop
        self.host = Host(desktop)

    def wait(self, what, condition, seconds=10):
        return wait_for(what, lambda: self.host.serve() or condition(), seconds)

    def the_console_registers_an_item(self):
        self.console = self.desktop.start_console("--interval", "0.5")
        self.window = self.desktop.window()
        self.wait("the item", lambda: self.host.items)
        time.sleep(0.5)
        self.host.serve()
        assert len(self.host.items) == 1, self.host.items

    def it_says_what_it_is(self):
        assert "vedette" in (self.host.property("Title") + self.host.property("Id")).lower()
        assert self.host.property("Status") in ("Active", "Passive", "NeedsAttention")
        pixmaps = self.host.property("IconPixmap")
        assert self.host.property("IconName") or pixmaps, "no icon"
        for width, height, data in pixmaps:
            assert width > 0 and height > 0 and len(data) == width * height * 4, (width, height, len(data))
            assert any(data), "an icon of nothing"
        tip = self.host.property("ToolTip")
        assert any("Vedette: " in text for text in tip[2:]), tip

    def its_menu_offers_everything(self):
        assert set(self.host.menu()) == {"Open Vedette", "Pause notifications for 1 h", "Acknowledge all", "Quit"}, self.host.menu()

    def closing_hides_the_window_and_watching_goes_on(self):
        close_window(self.desktop, self.window, lambda: self.host.serve() or not windows(self.desktop))
        assert not dialog("Keep watching?"), "it asked, though there is a tray"
        time.sleep(1)
        assert self.console.poll() is None, "closing the window ended it"

    def activate_brings_the_window_back(self):
        self.host.activate()
        window = self.wait("the window", lambda: windows(self.desktop))[0]
        self.wait("its focus", lambda: self.desktop.run(["xdotool", "getactivewindow"], check=False).strip() == window)
        self.desktop.run(["xdotool", "windowminimize", "--sync", window])
        assert is_minimised(self.desktop, window)
        self.host.choose("Open Vedette")
        self.wait("the minimised window", lambda: not is_minimised(self.desktop, window))

    def quit_in_its_menu_ends_it(self):
        try:
            self.host.choose("Quit")
        except GLib.Error:  # it may be gone before it answers
            pass
        self.wait("the console's end", lambda: self.console.poll() is not None)
        assert self.console.returncode == 0, self.console.returncode


class NoTray:
    def __init__(self, desktop):
        self.desktop = desktop

    def settings(self):
        try:
            with open(f"{self.desktop.dir}/config/vedette/settings.json") as file:
                return file.read()
        except FileNotFoundError:
            return "{}"

    def notice(self):
        return any(find(root, "label", lambda name: "no tray" in name) for root in accessible.roots())

    def start(self):
        self.console = self.desktop.start_console("--interval", "0.5")
        self.window = self.desktop.window()

    def the_window_says_so(self):
        self.start()
        wait_for("the notice", self.notice, 10)

    def closing_asks_and_cancel_leaves_all_as_it_is(self):
        question = close_window(self.desktop, self.window, lambda: dialog("Keep watching?"))
        act(wanted(question, "push button", "Cancel"))
        wait_for("the question's end", lambda: not dialog("Keep watching?"), 5)
        assert windows(self.desktop) and self.console.poll() is None
        assert '"keep"' not in self.settings()

    def keep_watching_minimises_and_is_remembered(self):
        question = close_window(self.desktop, self.window, lambda: dialog("Keep watching?"))
        act(wanted(question, "push button", "Keep watching"))
        wait_for("the minimised window", lambda: is_minimised(self.desktop, self.window), 5)
        wait_for("the choice in the settings", lambda: json.loads(self.settings()).get("ui/close_behaviour") == "keep", 5)
        time.sleep(1)
        assert self.console.poll() is None, "it did not keep watching"

    def it_does_not_ask_twice(self):
        close_window(self.desktop, self.window, lambda: is_minimised(self.desktop, self.window))
        assert not dialog("Keep watching?") and self.console.poll() is None
        terminate(self.console)
        self.start()
        time.sleep(4)  # longer than it waits for a tray
        assert not self.notice(), "the answer is known, and the notice came all the same"
        close_window(self.desktop, self.window, lambda: is_minimised(self.desktop, self.window))
        assert not dialog("Keep watching?") and self.console.poll() is None
        terminate(self.console)


if __name__ == "__main__":
    cases = Cases("TstTray")
    # One desktop for both: libatspi knows one bus in its life. First without a host, then one appears, as at a login.
    with Desktop(accessibility=True, tray=False, notifications=False) as desktop:
        accessible.use(desktop)
        without = NoTray(desktop)
        for case in (without.the_window_says_so, without.closing_asks_and_cancel_leaves_all_as_it_is,
                     without.keep_watching_minimises_and_is_remembered, without.it_does_not_ask_twice):
            cases.run(case)
        os.remove(f"{desktop.dir}/config/vedette/settings.json")
        item = StatusNotifier(desktop)
        for case in (item.the_console_registers_an_item, item.it_says_what_it_is, item.its_menu_offers_everything,
                     item.closing_hides_the_window_and_watching_goes_on, item.activate_brings_the_window_back, item.quit_in_its_menu_ends_it):
            cases.run(case)
        item.host.close()
    cases.finish()
