#!/usr/bin/python3
"""The Explore page as a user meets it, in the real window under Xvfb: opened by its key, an expression typed with completion, the
answer read from the table, what is wrong told where it is, and a chart of the System tab explored from its menu."""

import os
import time
import warnings

from session import Cases, Desktop, wait_for
import accessible
from accessible import box_of, find, showing, text_of, walk

warnings.simplefilter("ignore", DeprecationWarning)


class Explore:
    def __init__(self, desktop):
        self.desktop = desktop

    def start(self):
        self.console = self.desktop.start_console("--interval", "0.5", "--tab", "system")
        self.window = self.desktop.window()
        wait_for("the main window's focus", lambda: self.desktop.run(["xdotool", "getactivewindow"], check=False).strip() == self.window)
        self.main = wait_for("the window", lambda: next(accessible.roots(), None), 10)

    def keys(self, *names):
        self.desktop.run(["xdotool", "key", "--delay", "20", *names])

    def type(self, text):
        self.desktop.run(["xdotool", "type", "--delay", "15", "--", text])

    def editor(self, letter="A"):
        self.main.clear_cache()
        return find(self.main, "text", lambda name: name == f"Expression {letter}")

    def cells(self):
        """The texts of what the table of values shows."""
        self.main.clear_cache()
        table = next((node for node in walk(self.main) if node.get_role_name() in ("tree table", "tree", "table") and node.get_name() == "Values"
                      and showing(node)), None)
        return [accessible.name_of(node) for node in walk(table)] if table else []

    def labels(self):
        self.main.clear_cache()
        return [accessible.name_of(node) for node in walk(self.main) if node.get_role_name() == "label" and showing(node)]

    def replace(self, text):
        self.keys("ctrl+a", "BackSpace")
        self.type(text)

    # The cases ------------------------------------------------------------------------------------------------------------
    def its_key_opens_it_with_the_keyboard_in_the_editor(self):
        self.start()
        time.sleep(2)  # two rounds of probes
        self.keys("ctrl+e")
        wait_for("the editor", lambda: self.editor() and showing(self.editor()), 5)
        self.type("up + 41")
        wait_for("what was typed", lambda: text_of(self.editor()) == "up + 41", 5)

    def an_expression_is_answered_in_the_table(self):
        self.replace("vector(40) + 2")
        self.keys("Return")
        wait_for("the value in the table", lambda: "42" in self.cells(), 10)
        self.replace('sum by (mode) (rate(node_cpu_seconds_total[5s]))')
        self.keys("Return")
        wait_for("a row for a mode", lambda: {"user", "idle"} <= set(self.cells()), 10)

    def a_word_is_completed(self):
        self.replace("node_memory_MemTo")
        wait_for("the offer", lambda: "node_memory_MemTotal_bytes" in accessible.accessible_texts(), 5)
        self.keys("Tab")
        wait_for("the whole name", lambda: text_of(self.editor()) == "node_memory_MemTotal_bytes", 5)
        self.keys("Return")
        wait_for("its unit", lambda: any(cell.endswith("iB") for cell in self.cells()), 10)

    def what_is_wrong_is_said(self):
        self.replace("rate(up)")
        wait_for("the sentence", lambda: any("expected type range vector" in label for label in self.labels()), 5)

    def a_chart_is_explored_from_its_menu(self):
        self.keys("ctrl+1")
        chart = wait_for("the processor's chart", lambda: next((node for node in walk(self.main) if accessible.name_of(node) == "Processor"
                                                              and node.get_role_name() != "label" and showing(node)), None), 5)
        x, y, width, height = box_of(chart)
        self.desktop.run(["xdotool", "mousemove", str(x + width // 2), str(y + height // 2), "click", "3"])
        wait_for("the open menu", lambda: len(self.desktop.run(["xdotool", "search", "--onlyvisible", "--class", "vedette"]).split()) > 1, 5)
        self.keys("Down", "Down", "Down", "Return")
        wait_for("its expressions", lambda: all(self.editor(letter) and "node_cpu" in text_of(self.editor(letter)) for letter in "AB"), 5)

    def it_is_there_again_after_a_restart(self):
        self.console.terminate()
        self.console.wait(5)
        self.start()
        self.keys("ctrl+e")
        wait_for("the expressions of before", lambda: self.editor("B") and "node_cpu" in text_of(self.editor("A")), 10)


if __name__ == "__main__":
    cases = Cases("TstExplore")
    with Desktop(accessibility=True, tray=False, notifications=False) as desktop:
        accessible.use(desktop)
        explore = Explore(desktop)
        for case in (explore.its_key_opens_it_with_the_keyboard_in_the_editor, explore.an_expression_is_answered_in_the_table,
                     explore.a_word_is_completed, explore.what_is_wrong_is_said, explore.a_chart_is_explored_from_its_menu,
                     explore.it_is_there_again_after_a_restart):
            cases.run(case)
            if os.environ.get("VEDETTE_E2E_SHOT"):
                desktop.screenshot(f"{os.environ['VEDETTE_E2E_SHOT']}-{case.__name__}.png")
    cases.finish()
