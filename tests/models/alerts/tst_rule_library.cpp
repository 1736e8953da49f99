#include "models/alerts/rule_library.h"
#include "models/alerts/rule_migration.h"
#include "models/rules/rule_file_reader.h"
#include "tests/support/registry.h"
#include "tests/support/rule_pack.h"

#include <QtCore/QTemporaryDir>

#include <algorithm>
#include <fstream>
#include <sstream>

#include <sys/stat.h>

using namespace alerts;
using namespace std::chrono_literals;

namespace {

AlertRule named(const std::string &name, double value)
{
    AlertRule rule;
    rule.name = name;
    rule.expression = "cpu";
    rule.value = value;
    rule.holdFor = 5min;
    rule.annotations = {{"meaning", "It is busy."}};
    return rule;
}

} // namespace

class TstRuleLibrary : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> temporary;
    std::filesystem::path folder;

    RuleLibrary open() { return tests::libraryOf(folder, {named("Warm", 0.7), named("Hot", 0.9)}); }
    void write(const std::string &name, const std::string &text)
    {
        std::filesystem::create_directories(folder);
        std::ofstream(folder / name) << text;
    }
    std::string read(const std::string &name)
    {
        std::ostringstream text;
        text << std::ifstream(folder / name).rdbuf();
        return text.str();
    }
    static AlertRule rule(const RuleLibrary &library, const std::string &name)
    {
        const auto found = std::ranges::find_if(library.rules(), [&](const AlertRuleRef &each) { return each->name == name; });
        return found == library.rules().end() ? AlertRule{} : **found;
    }
    static bool sameText(const AlertRule &a, const AlertRule &b)
    {
        return firesAlike(a, b) && a.name == b.name && a.labels == b.labels && a.annotations == b.annotations;
    }
    // What is evaluated: "group: expression, expression; ..."
    static QString evaluated(const RuleLibrary &library)
    {
        QStringList groups;
        for (const auto &loaded : library.groups()) {
            QStringList rules;
            for (const auto &each : loaded.group.rules)
                rules << QString::fromStdString(each.expression);
            groups << QString::fromStdString(loaded.group.name) + QStringLiteral(": ") + rules.join(QStringLiteral(", "));
        }
        return groups.join(QStringLiteral("; "));
    }

private Q_SLOTS:
    void init()
    {
        temporary = std::make_unique<QTemporaryDir>();
        folder = temporary->filePath(QStringLiteral("rules")).toStdString();
    }

    void without_a_folder_there_are_the_packs()
    {
        const auto library = open();
        QCOMPARE(evaluated(library), QStringLiteral("test: cpu > 0.7, cpu > 0.9"));
        QVERIFY(!std::filesystem::exists(folder)); // and nothing is written for nothing
        QVERIFY(rule(library, "Hot").id != 0 && rule(library, "Hot").id != rule(library, "Warm").id);
        QCOMPARE(rule(open(), "Hot").id, rule(library, "Hot").id);
    }

    void the_shipped_packs_are_good_and_quiet()
    {
        for (const auto &pack : shippedPacks()) {
            const auto file = rules::readRuleFile(pack.text);
            QVERIFY2(file, pack.name.data());
            for (const auto &group : file->groups) {
                QCOMPARE(group.name, std::string(pack.name)); // by which it is overridden
                for (const auto &each : group.rules) {
                    QVERIFY2(each.forDuration > 0s, each.name.c_str());
                    const auto rule = alertRuleOf(each);
                    QVERIFY2(rule.isThreshold, each.name.c_str());
                    QVERIFY2(!meaningOf(rule).empty() && !actionOf(rule).empty(), each.name.c_str());
                }
            }
        }
        RuleLibrary library(folder);
        QVERIFY(library.faults().empty());
        // A warning never waits less than its critical brother.
        for (const auto &a : library.rules()) {
            for (const auto &b : library.rules()) {
                if (a->expression == b->expression && a->comparison == b->comparison && a->severity < b->severity)
                    QVERIFY2(a->holdFor >= b->holdFor, a->name.c_str());
            }
        }
    }

    void a_new_rule_is_written_as_a_prometheus_rule_file()
    {
        auto library = open();
        auto mine = named("Mine: \"x\"", 0.25);
        mine.target = "anvil";
        mine.severity = Severity::Emergency;
        const auto id = library.put(mine);
        QVERIFY2(id, id ? "" : id.error().message.c_str());
        QCOMPARE(evaluated(library), QStringLiteral("test: cpu > 0.7, cpu > 0.9; thresholds: cpu{instance=\"anvil\"} > 0.25"));
        const auto stored = *library.find(*id);
        QVERIFY(firesAlike(stored, mine) && stored.name == mine.name && stored.annotations == mine.annotations &&
                stored.origin == RuleOrigin::Thresholds);
        QVERIFY(rules::readRuleFile(read("thresholds.yaml")));
        QCOMPARE(*open().find(*id), stored);
        mine.id = 0;
        QVERIFY(library.put(mine).error().message.find("choose another name") != std::string::npos);
    }

    void further_labels_and_annotations_come_back_as_they_were_written()
    {
        auto library = open();
        auto mine = named("\"Ü\": {#1} - 'x'", 0.25);
        mine.keepFiringFor = 90s;
        mine.labels = {{"team", "db"},
                       {"größe", "a \"b\" 'c'"},
                       {"with space: and # sign", "{{ $labels.x }}"},
                       {"yes", "no"},
                       {"1", "~"},
                       {"null", "null"},
                       {"\"quoted\"", ""},
                       {"- dash", "*star"},
                       {"tab\there", "line\nbreak"}};
        mine.annotations = {{"summary", "{{ $labels.instance }} is at {{ $value | humanizePercentage }}"},
                            {"description", "# No comment\n\n  indented: \"yes\"\n\ttab \\ backslash\nlast \n"},
                            {"runbook_url", "https://example.org/?a=b#c"},
                            {"action", "Tür: öffnen"},
                            {"a name - of: mine", "{{ if gt $value 1.0 }}x{{ end }}"}};
        const auto id = library.put(mine);
        QVERIFY2(id, id ? "" : id.error().message.c_str());
        QVERIFY(sameText(*library.find(*id), mine));
        QVERIFY(sameText(*open().find(*id), mine));
        QCOMPARE(open().find(*id)->keepFiringFor, metric::Duration(90s));

        // Somebody writes beside it; then it is changed from here.
        auto text = read("thresholds.yaml");
        text.insert(text.find("      - alert:"), "      # Mine alone.\n");
        write("thresholds.yaml", text + "        # The end.\n");
        library.refresh();
        mine = *library.find(*id);
        mine.labels.erase(mine.labels.begin() + 2);
        mine.annotations[1].second += "more";
        QVERIFY(library.put(mine));
        QVERIFY(sameText(*open().find(*id), mine));
        QVERIFY(read("thresholds.yaml").find("      # Mine alone.\n") != std::string::npos);
        QVERIFY(read("thresholds.yaml").find("# The end.\n") != std::string::npos);
        mine.labels.clear();
        mine.annotations.clear();
        QVERIFY(library.put(mine));
        QVERIFY(open().find(*id)->labels.empty() && open().find(*id)->annotations.empty());
    }

    void a_packs_rule_is_overridden_in_its_place_and_restored()
    {
        auto library = open();
        auto hot = rule(library, "Hot");
        hot.value = 0.95;
        QCOMPARE(*library.put(hot), hot.id);
        QCOMPARE(evaluated(library), QStringLiteral("test: cpu > 0.7, cpu > 0.95"));
        QVERIFY(rule(library, "Hot").isOverride && rule(library, "Hot").origin == RuleOrigin::Pack);
        QCOMPARE(evaluated(open()), QStringLiteral("test: cpu > 0.7, cpu > 0.95"));
        hot.value = 0.99;
        hot.holdFor = 0s;
        QVERIFY(library.put(hot));
        QCOMPARE(evaluated(library), QStringLiteral("test: cpu > 0.7, cpu > 0.99"));
        QVERIFY(library.remove(hot.id));
        QCOMPARE(evaluated(library), QStringLiteral("test: cpu > 0.7, cpu > 0.9"));
        QVERIFY(!rule(library, "Hot").isOverride);
        // As it was shipped it can only be switched off.
        QVERIFY(library.remove(hot.id));
        QCOMPARE(evaluated(library), QStringLiteral("test: cpu > 0.7"));
        QVERIFY(!rule(open(), "Hot").enabled);
        QVERIFY(library.setEnabled(hot.id, true));
        QCOMPARE(evaluated(open()), QStringLiteral("test: cpu > 0.7, cpu > 0.9"));
    }

    void a_switch_writes_no_rule()
    {
        auto library = open();
        auto hot = rule(library, "Hot");
        hot.enabled = false;
        QCOMPARE(*library.put(hot), hot.id);
        QCOMPARE(evaluated(library), QStringLiteral("test: cpu > 0.7"));
        QVERIFY(!std::filesystem::exists(folder / "thresholds.yaml"));
        hot.enabled = true;
        hot.onTrial = true;
        QVERIFY(library.put(hot));
        QVERIFY(rule(open(), "Hot").onTrial && rule(open(), "Hot").enabled);
    }

    void a_whole_pack_may_be_off()
    {
        write("switches.txt", "# by hand\noff test\nnonsense\n");
        auto library = open();
        QCOMPARE(evaluated(library), QString());
        QVERIFY(library.setEnabled(rule(library, "Hot").id, true));
        QCOMPARE(evaluated(open()), QStringLiteral("test: cpu > 0.9"));
    }

    void a_pack_or_a_file_is_switched_as_a_whole()
    {
        write("mine.yaml", "groups:\n- name: g\n  rules:\n  - {record: a:b, expr: sum(a)}\n  - {alert: A, expr: a > 1}\n");
        auto library = open();
        QVERIFY(library.setEnabled(rule(library, "Hot").id, false));
        QVERIFY(library.setSourceEnabled("mine.yaml", false));
        QCOMPARE(evaluated(open()), QStringLiteral("test: cpu > 0.7"));
        QVERIFY(library.setSourceEnabled("test", false));
        QCOMPARE(evaluated(open()), QString());
        QVERIFY(library.setSourceEnabled("test", true)); // one by one no longer
        QVERIFY(library.setSourceEnabled("mine.yaml", true));
        QCOMPARE(evaluated(open()), QStringLiteral("test: cpu > 0.7, cpu > 0.9; g: sum(a), a > 1"));
    }

    void trial_and_off_go_with_the_rule()
    {
        auto library = open();
        const auto id = *library.put(named("Mine", 1));
        QVERIFY(library.setOnTrial(id, true));
        QVERIFY(library.setEnabled(id, false));
        QVERIFY(open().find(id)->onTrial && !open().find(id)->enabled);
        auto mine = *library.find(id);
        mine.name = "Mine, renamed";
        const auto renamed = library.put(mine);
        QVERIFY(renamed && *renamed != id);
        QVERIFY(!library.find(id));
        QVERIFY(open().find(*renamed)->onTrial && !open().find(*renamed)->enabled);
        QVERIFY(library.remove(*renamed));
        QVERIFY(read("switches.txt").find("Mine") == std::string::npos);
    }

    void a_users_file_is_read_and_never_written()
    {
        const std::string text = "groups:\n- name: g\n  rules:\n  - {record: a:b, expr: sum(a)}\n  - {alert: Same, expr: a > 1}\n"
                                 "  - {alert: Same, expr: a > 2, labels: {severity: critical}}\n";
        write("mine.yml", text);
        write("notes.txt", "not a rule file");
        auto library = open();
        QCOMPARE(evaluated(library), QStringLiteral("test: cpu > 0.7, cpu > 0.9; g: sum(a), a > 1, a > 2"));
        QCOMPARE(library.rules().size(), std::size_t(4));
        const auto &first = library.rules()[2];
        const auto &second = library.rules()[3];
        QVERIFY(first->name == second->name && first->id != second->id && second->severity == Severity::Critical);
        auto changed = *first;
        changed.value = 5;
        QVERIFY(library.put(changed).error().code == metric::ErrorCode::Conflict);
        QVERIFY(library.remove(first->id).error().message.find("mine.yml") != std::string::npos);
        QVERIFY(library.setEnabled(first->id, false)); // that is kept elsewhere
        QCOMPARE(evaluated(library), QStringLiteral("test: cpu > 0.7, cpu > 0.9; g: sum(a), a > 2"));
        QCOMPARE(read("mine.yml"), text);
    }

    void a_changed_file_is_read_again_and_a_bad_one_keeps_its_last_good_version()
    {
        auto library = open();
        QVERIFY(!library.refresh());
        write("mine.yaml", "groups:\n- name: g\n  rules:\n  - {alert: A, expr: a > 1}\n");
        QVERIFY(library.refresh());
        QVERIFY(!library.refresh());
        write("mine.yaml", "groups:\n- name: g\n  rules:\n  - {alert: A, expr: a > }\n");
        QVERIFY(library.refresh());
        QCOMPARE(evaluated(library), QStringLiteral("test: cpu > 0.7, cpu > 0.9; g: a > 1"));
        QCOMPARE(library.faults().size(), std::size_t(1));
        QCOMPARE(int(library.faults()[0].fault.place.line), 4);
        write("mine.yaml", "groups:\n- name: g\n  rules:\n  - {alert: A, expr: a > 2}\n");
        QVERIFY(library.refresh());
        QVERIFY(library.faults().empty());
        QCOMPARE(evaluated(library), QStringLiteral("test: cpu > 0.7, cpu > 0.9; g: a > 2"));
        std::filesystem::remove(folder / "mine.yaml");
        QVERIFY(library.refresh());
        QCOMPARE(evaluated(library), QStringLiteral("test: cpu > 0.7, cpu > 0.9"));
    }

    void what_is_no_file_or_too_large_is_told_and_harms_nothing()
    {
        std::filesystem::create_directories(folder / "folder.yaml");
        QCOMPARE(::mkfifo((folder / "pipe.yaml").c_str(), 0600), 0);
        std::filesystem::create_symlink("/no/such/file", folder / "link.yaml");
        write("large.yaml", "");
        std::filesystem::resize_file(folder / "large.yaml", std::uintmax_t(3) << 30);
        const auto library = open();
        QCOMPARE(evaluated(library), QStringLiteral("test: cpu > 0.7, cpu > 0.9"));
        QCOMPARE(library.faults().size(), std::size_t(1));
        QVERIFY(library.faults()[0].fault.message.find("larger than") != std::string::npos);
    }

    void a_thresholds_file_that_cannot_be_changed_says_so_and_stays()
    {
        const std::string text = "groups: [{name: thresholds, rules: [{alert: A, expr: a > 1}]}]\n";
        write("thresholds.yaml", text);
        auto library = open();
        const auto done = library.put(named("Mine", 1));
        QVERIFY(!done && done.error().message.starts_with("thresholds.yaml: "));
        QCOMPARE(read("thresholds.yaml"), text);
        QCOMPARE(library.rules().size(), std::size_t(3));
    }

    void an_unwritable_folder_is_an_error()
    {
        RuleLibrary library("/proc/no/such/folder");
        const auto done = library.put(named("Mine", 1));
        QVERIFY(!done && done.error().message.find("written") != std::string::npos);
    }

    void the_rules_of_an_older_file_are_taken_over()
    {
        const auto file = std::filesystem::path(temporary->filePath(QStringLiteral("alerts.sqlite")).toStdString());
        auto store = AlertStore::open(file, metric::Timestamp{});
        QVERIFY(store);
        {
            auto database = sqlite::Database::open(file, sqlite::Database::Mode::ReadWrite);
            const char *sql =
                "CREATE TABLE rules (id INTEGER PRIMARY KEY, name TEXT, expression TEXT, target TEXT, comparison INTEGER, value REAL, hold_ms "
                "INTEGER, severity INTEGER, enabled INTEGER, meaning TEXT, action TEXT);"
                "INSERT INTO rules VALUES (1, 'Warm', 'cpu', '', 0, 0.7, 300000, 1, 1, 'It is busy.', ''),"
                "(2, 'Hot', 'cpu', '', 0, 0.8, 300000, 1, 1, 'It is busy.', ''), (3, 'Mine', 'x', '', 0, 1, 0, 1, 0, '', ''),"
                "(4, 'Mine', 'y', '', 0, 1, 0, 1, 1, '', '');";
            QVERIFY(database->execute(sql));
        }
        auto library = open();
        const auto done = adoptOldRules(*store, library);
        QVERIFY2(done, done ? "" : done.error().message.c_str());
        QCOMPARE(evaluated(library), QStringLiteral("test: cpu > 0.7, cpu > 0.8; thresholds: y > 1"));
        QVERIFY(!rule(library, "Warm").isOverride && rule(library, "Hot").isOverride && !rule(library, "Mine").enabled);
        QVERIFY(store->oldRules()->empty());
        const auto text = read("thresholds.yaml");
        QVERIFY(adoptOldRules(*store, library));
        QCOMPARE(read("thresholds.yaml"), text);
    }
};

VEDETTE_TEST(TstRuleLibrary)
#include "tst_rule_library.moc"
