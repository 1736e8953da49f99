#!/usr/bin/python3
"""The threshold dialog as a user meets it, in the real window under Xvfb: it is opened with the keyboard and with the Alerts tab's
button, filled in by typing, and what it does is looked up in the rule file and in SQLite. Nonsense is refused with a message at its
field; a saved rule is stored, fires, survives kill -9, is switched off and deleted."""

import os
import re
import signal
import time
import warnings

from session import Cases, Desktop, wait_for
import accessible
from accessible import act, box_of, dialog, find, focus, sensitive, text_of, wanted

warnings.simplefilter("ignore", DeprecationWarning)

NAME = "Barely awake"
FIRING, RESOLVED = 1, 3


class Thresholds:
    def __init__(self, desktop):
        self.desktop = desktop

    # What is stored -------------------------------------------------------------------------------------------------------
    def rows(self, query, *values):
        database = self.desktop.database("alerts.sqlite")
        try:
            return database.execute(query, values).fetchall()
        finally:
            database.close()

    def written(self, name):
        """The text of a file in the folder of rules, empty where there is none."""
        try:
            with open(f"{self.desktop.dir}/config/vedette/rules/{name}") as file:
                return file.read()
        except FileNotFoundError:
            return ""

    def rule(self):
        """The lines of the rule in the file that the dialog writes."""
        found = re.search(rf"^      - alert: {NAME}\n((?:        .*\n)*)", self.written("thresholds.yaml"), re.M)
        return found.group(1) if found else ""

    def value(self):
        found = re.search(r"expr: instance:node_cpu_utilisation:ratio > (\S+)\n", self.rule())
        return float(found.group(1)) if found else None

    def is_off(self):
        return f"off thresholds/thresholds/{NAME}\n" in self.written("switches.txt")

    def alert_states(self):
        return [row[0] for row in self.rows("SELECT state FROM alerts WHERE name = ? ORDER BY id", NAME)]

    # The dialog -----------------------------------------------------------------------------------------------------------
    def start(self):
        self.console = self.desktop.start_console("--interval", "0.5", "--tab", "alerts")
        self.window = self.desktop.window()
        wait_for("the main window's focus", lambda: self.desktop.run(["xdotool", "getactivewindow"], check=False).strip() == self.window)

    def keys(self, *names):
        self.desktop.run(["xdotool", "key", "--delay", "20", *names])

    def opened(self, how):
        """The dialog, once it has the keyboard."""
        self.dialog = wait_for(f"the threshold dialog, {how}", lambda: dialog("Thresholds"), 10)
        wait_for("the dialog's focus", lambda: "Thresholds" in self.desktop.run(["xdotool", "getactivewindow", "getwindowname"], check=False), 5)

    def fill(self, field, text):
        """Types over what stands in a text field."""
        node = wanted(self.dialog, "text", field)
        focus(node)
        self.keys("ctrl+a", "BackSpace")
        if text:
            self.desktop.run(["xdotool", "type", "--delay", "10", "--", text])
        wait_for(f"{text!r} in {field}", lambda: text_of(wanted(self.dialog, "text", field)) == text, 5)

    def button(self, name):
        return wanted(self.dialog, "push button", name)

    def can_save(self):
        self.dialog.clear_cache()
        return sensitive(self.button("Save"))

    def message(self, field):
        """What the shown label right below a field says; empty without one."""
        self.dialog.clear_cache()
        x, y, _, height = box_of(wanted(self.dialog, "text", field))
        label = find(self.dialog, "label", lambda name: name.startswith("⚠"))
        if not label:
            return ""
        at = box_of(label)
        assert 0 <= at[1] - (y + height) < height, f"the message {label.get_name()!r} stands at {at}, not below {field} at {x}, {y}"
        return label.get_name()

    def item(self, start=NAME):
        self.dialog.clear_cache()
        return find(self.dialog, "table cell", lambda name: name.startswith(start))  # as Qt calls the items of a tree

    # The cases ------------------------------------------------------------------------------------------------------------
    def the_menu_and_the_button_open_it(self):
        self.start()
        self.keys("F10")
        main = wait_for("the window", lambda: next(accessible.roots(), None), 10)
        wait_for("the open menu", lambda: len(self.desktop.run(["xdotool", "search", "--onlyvisible", "--class", "vedette"]).split()) > 1, 5)
        self.keys("t")
        self.opened("from the menu")
        self.keys("Escape")
        wait_for("the dialog's end", lambda: not dialog("Thresholds"), 5)
        act(wanted(main, "push button", "Thresholds…"))
        self.opened("from the button")
        wait_for("the stored rules in the list", lambda: self.item("CPU above 90 %"), 5)

    def nonsense_is_refused_at_its_field(self):
        before = self.written("thresholds.yaml")
        act(self.button("Add"))
        wait_for("the new rule's name in the editor", lambda: text_of(wanted(self.dialog, "text", "Name")) == "New threshold")
        for field, nonsense, words in (("Name", "", "Give the threshold a name."), ("Value", "abc", "not a number"), ("Value", "", "not a number"),
                                       ("Value", "-1", "below zero"), ("Value", "150", "more than can ever be measured"),
                                       ("Value", "100", "beyond this threshold"), ("For at least", "soon", "Say how long"),
                                       ("For at least", "99999", "Longer than a week")):
            good = text_of(wanted(self.dialog, "text", field))
            assert self.message(field) == ""
            self.fill(field, nonsense)
            told = wait_for(f"a message about {nonsense!r}", lambda: self.message(field), 3)
            assert words in told, f"{field} {nonsense!r}: {told}"
            assert words in (wanted(self.dialog, "text", field).get_description() or ""), "the message is not the field's accessible description"
            assert not self.can_save(), f"Save is offered with {field} {nonsense!r}"
            self.keys("ctrl+s", "Return")
            self.fill(field, good)
            wait_for("the message's end", lambda: self.message(field) == "", 3)
            wait_for("Save", self.can_save, 3)
        time.sleep(0.5)
        assert self.written("thresholds.yaml") == before, "nonsense was saved"

    def a_saved_rule_is_stored(self):
        self.fill("Name", NAME)
        self.fill("Value", "0.01")
        self.fill("For at least", "1")
        self.keys("Tab", "s")  # the unit: seconds, not minutes
        wait_for("the mark of what is not saved", lambda: self.item(f"{NAME} (not saved)"), 3)
        assert not self.rule(), "stored before it was saved"
        act(self.button("Save"))
        stored = wait_for("the rule in its file", self.rule, 5)
        assert self.value() is not None and abs(self.value() - 0.0001) < 1e-9, stored
        assert "for: 1s\n" in stored and 'severity: "warning"\n' in stored, stored
        assert not self.is_off()
        wait_for("the list without the mark", lambda: self.item(f"{NAME},"), 3)
        assert not self.can_save()

    def it_fires(self):
        wait_for("the alert in SQLite", lambda: self.alert_states() == [FIRING], 10)
        pending, firing = self.rows("SELECT pending_since, firing_since FROM alerts WHERE name = ?", NAME)[0]
        assert firing - pending >= 1000, f"held for {firing - pending} ms only"

    def its_tick_switches_it_off_and_on(self):
        focus(wanted(self.dialog, "text", "Name"))
        self.keys("shift+Tab", "space")  # the list is before it; Qt's lists cannot be given the focus through AT-SPI
        wait_for("the rule switched off in the file", self.is_off, 5)
        wait_for("the alert's end", lambda: self.alert_states() == [RESOLVED], 5)
        wait_for("the word in the list", lambda: self.item(f"{NAME}, warning, switched off"), 3)
        time.sleep(2)  # longer than it would have to hold
        assert self.alert_states() == [RESOLVED], "a rule that is switched off fired"
        self.keys("space")
        wait_for("the rule switched on in the file", lambda: not self.is_off(), 5)
        wait_for("a second alert", lambda: self.alert_states() == [RESOLVED, FIRING], 10)

    def kill_9_right_after_a_save_loses_nothing(self):
        self.fill("Value", "0.02")
        self.keys("ctrl+s")
        wait_for("the change in the file", lambda: abs((self.value() or 0) - 0.0002) < 1e-9, 5, 0.002)
        self.console.send_signal(signal.SIGKILL)
        self.console.wait()
        sound = self.rows("PRAGMA integrity_check")
        assert sound == [("ok",)], sound
        stored = self.written("thresholds.yaml")
        self.start()
        self.keys("ctrl+t")
        self.opened("by its shortcut")
        self.keys("End")  # the list has the focus; what is out of sight cannot be found in it
        wait_for("the rule in the list", lambda: self.item() and self.item().get_name() == f"{NAME}, warning", 5)
        assert self.written("thresholds.yaml") == stored, "the restart changed the rule"
        wait_for("its name in the editor", lambda: text_of(wanted(self.dialog, "text", "Name")) == NAME, 5)
        fields = [text_of(wanted(self.dialog, "text", field)) for field in ("Value", "For at least")]
        assert fields == ["0.02", "1"], fields

    def deleting_asks_and_keeps_the_history(self):
        alerts = len(self.alert_states())
        for answer in ("Cancel", "Delete"):
            act(self.button("Delete…"))
            question = wait_for("the question", lambda: dialog("Delete threshold"), 5)
            assert find(question, "label", lambda name: NAME in name), "the question does not name the rule"
            act(wanted(question, "push button", answer))
            wait_for("the question's end", lambda: not dialog("Delete threshold"), 5)
            if answer == "Cancel":
                time.sleep(0.5)
                assert self.rule(), "cancelled, and deleted all the same"
                wait_for("it, still in the list", self.item, 3)
        wait_for("its end in the file", lambda: not self.rule(), 5)
        wait_for("its end in the list", lambda: not self.item(), 3)
        wait_for("the alerts' end", lambda: self.alert_states() and set(self.alert_states()) == {RESOLVED}, 5)
        assert len(self.alert_states()) >= alerts, "the history went with the rule"

    def closing_asks_about_what_is_not_saved(self):
        act(self.button("Add"))
        self.fill("Name", NAME)
        act(self.button("Close"))
        question = wait_for("the question", lambda: next((d for d in accessible.roots() if d.get_role_name() == "alert"), None), 5)
        assert find(question, "label", lambda name: "not saved" in name)
        act(wanted(question, "push button", "Discard"))
        wait_for("the dialog's end", lambda: not dialog("Thresholds"), 5)
        assert not self.rule(), "discarded, and stored all the same"


if __name__ == "__main__":
    cases = Cases("TstThresholds")
    with Desktop(accessibility=True, tray=False, notifications=False) as desktop:
        accessible.use(desktop)
        thresholds = Thresholds(desktop)
        for case in (thresholds.the_menu_and_the_button_open_it, thresholds.nonsense_is_refused_at_its_field, thresholds.a_saved_rule_is_stored,
                     thresholds.it_fires, thresholds.its_tick_switches_it_off_and_on, thresholds.kill_9_right_after_a_save_loses_nothing,
                     thresholds.deleting_asks_and_keeps_the_history, thresholds.closing_asks_about_what_is_not_saved):
            cases.run(case)
            if os.environ.get("VEDETTE_E2E_SHOT"):
                desktop.screenshot(f"{os.environ['VEDETTE_E2E_SHOT']}-{case.__name__}.png")
    cases.finish()
