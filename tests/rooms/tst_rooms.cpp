// Who may include whom. The link line forbids most wrong directions; this test reads every #include and forbids the rest.
#include "tests/support/registry.h"

#include <QtCore/QDir>
#include <QtCore/QDirIterator>
#include <QtCore/QFile>
#include <QtCore/QHash>
#include <QtCore/QRegularExpression>

namespace {

struct Room {
    QString path;
    QStringList may; // rooms it may include, beside itself
    bool qt;         // may it include Qt at all?
    bool widgets;    // may it include Gui and Widgets?
};

const QString kAnyModel = QStringLiteral("models/");

// The longest path that matches decides. "models/" stands for any models room.
const QList<Room> &rooms()
{
    static const QList<Room> all{
        {"models/metric", {}, false, false},
        {"models/sqlite", {"models/metric"}, false, false},
        {"models/series", {"models/metric"}, false, false},
        {"models/analysis", {"models/metric"}, false, false},
        {"models/exposition", {"models/metric"}, false, false},
        {"models/settings", {"models/metric"}, true, false},
        {"models/targets", {"models/metric", "models/settings"}, true, false},
        {"models/history", {"models/metric", "models/series", "models/sqlite"}, false, false},
        {"models/query", {"models/metric", "models/series", "models/analysis"}, false, false},
        {"models/yaml", {"models/metric"}, false, false},
        {"models/rules", {"models/metric", "models/series", "models/query", "models/yaml"}, false, false},
        {"models/alerts", {"models/metric", "models/series", "models/query", "models/rules", "models/sqlite", "models/yaml"}, false, false},
        {"models/items", {kAnyModel}, true, false},
        {"models/health", {"models/metric", "models/analysis", "models/sqlite"}, false, false},
        {"probes", {"models/metric"}, false, false},
        {"probes/net", {"models/metric"}, false, false},
        {"probes/service", {"models/metric", "probes", "probes/net"}, false, false},
        {"probes/postgres", {"models/metric", "probes", "probes/net"}, false, false},
        {"probes/redis", {"models/metric", "probes", "probes/net"}, false, false},
        {"probes/elasticsearch", {"models/metric", "probes", "probes/net"}, false, false},
        {"probes/scrape", {"models/metric", "models/exposition", "models/yaml", "probes", "probes/net"}, false, false},
        {"ui", {kAnyModel}, true, true},
        {"app/api", {kAnyModel}, false, false},
        {"app/remote", {kAnyModel}, true, false},
        {"app/secrets", {"models/metric"}, true, false},
        {"app/watch", {"models/metric", "models/targets", "models/health", "probes", "probes/", "app/secrets"}, true, false},
        {"app/notify", {"models/metric", "models/alerts"}, true, false},
        {"app/commands", {kAnyModel, "app", "app/api"}, true, true},
        {"app",
         {kAnyModel, "probes", "probes/", "ui", "app/api", "app/remote", "app/secrets", "app/watch", "app/notify", "app/commands"},
         true,
         true},
    };
    return all;
}

const Room *roomOf(const QString &file)
{
    const Room *best = nullptr;
    for (const auto &room : rooms()) {
        if (file.startsWith(room.path + u'/') && (!best || room.path.size() > best->path.size()))
            best = &room;
    }
    return best;
}

// The fault in words, empty where the include is allowed.
QString faultOf(const QString &file, const QString &include, bool quoted)
{
    const Room *from = roomOf(file);
    if (!from)
        return QStringLiteral("%1 belongs to no room").arg(file);
    static const QRegularExpression widgets(QStringLiteral("^(QtWidgets|QtGui|QtCharts|QtSvg|QtPrintSupport)(/|$)"));
    static const QRegularExpression bareQt(QStringLiteral("^Q[A-Z][A-Za-z0-9]*$"));
    static const QRegularExpression qt(QStringLiteral("^Q[Tt]?[A-Za-z0-9]*(/|$)"));
    if (!quoted) {
        if (bareQt.match(include).hasMatch() && !include.startsWith(u"Qt"))
            return QStringLiteral("%1 includes <%2>: name the module, <QtCore/%2>").arg(file, include);
        if (!from->qt && qt.match(include).hasMatch())
            return QStringLiteral("%1 includes <%2>: %3 is plain C++").arg(file, include, from->path);
        if (!from->widgets && widgets.match(include).hasMatch())
            return QStringLiteral("%1 includes <%2>: %3 shows nothing").arg(file, include, from->path);
        return {};
    }
    if (include.contains(QStringLiteral("../")))
        return QStringLiteral("%1 includes \"%2\": write it from the root").arg(file, include);
    if (include.endsWith(QStringLiteral(".moc")))
        return {};
    const Room *to = roomOf(include);
    if (!to)
        return QStringLiteral("%1 includes \"%2\", which is in no room").arg(file, include);
    if (to == from)
        return {};
    for (const auto &allowed : from->may) {
        if (to->path == allowed || (allowed.endsWith(u'/') && to->path.startsWith(allowed)))
            return {};
    }
    return QStringLiteral("%1 (%2) includes \"%3\" (%4)").arg(file, from->path, include, to->path);
}

QString sourceDir() { return qEnvironmentVariable("VEDETTE_SOURCE"); }

QStringList sourceFiles()
{
    QStringList files;
    const QDir root(sourceDir());
    for (const auto *top : {"app", "models", "probes", "ui"}) {
        QDirIterator walk(root.filePath(QString::fromLatin1(top)), {"*.h", "*.cpp"}, QDir::Files, QDirIterator::Subdirectories);
        while (walk.hasNext())
            files << root.relativeFilePath(walk.next());
    }
    files.sort();
    return files;
}

QString readAll(const QString &relative)
{
    QFile file(QDir(sourceDir()).filePath(relative));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QString::fromUtf8(file.readAll());
}

} // namespace

class TstRooms : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void every_include_goes_in_an_allowed_direction()
    {
        static const QRegularExpression include(QStringLiteral("^\\s*#\\s*include\\s*([<\"])([^>\"]+)[>\"]"), QRegularExpression::MultilineOption);
        QStringList faults;
        int seen = 0;
        for (const auto &file : sourceFiles()) {
            auto matches = include.globalMatch(readAll(file));
            while (matches.hasNext()) {
                const auto match = matches.next();
                ++seen;
                if (const auto fault = faultOf(file, match.captured(2), match.captured(1) == u"\""); !fault.isEmpty())
                    faults << fault;
            }
        }
        QVERIFY2(seen > 100, "the walk saw hardly any include: is VEDETTE_SOURCE right?");
        QVERIFY2(faults.isEmpty(), qPrintable(u'\n' + faults.join(u'\n')));
    }

    void the_rules_bite_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("include");
        QTest::addColumn<bool>("quoted");
        QTest::addColumn<bool>("wrong");
        QTest::newRow("models include ui") << "models/items/a.h"
                                           << "ui/theme/theme.h" << true << true;
        QTest::newRow("probes include history") << "probes/linux/a.cpp"
                                                << "models/history/history.h" << true << true;
        QTest::newRow("ui includes app") << "ui/tabs/a.cpp"
                                         << "app/app.h" << true << true;
        QTest::newRow("ui includes probes") << "ui/tabs/a.cpp"
                                            << "probes/probe.h" << true << true;
        QTest::newRow("query includes history") << "models/query/a.cpp"
                                                << "models/history/history.h" << true << true;
        QTest::newRow("notify includes items") << "app/notify/a.cpp"
                                               << "models/items/alert_model.h" << true << true;
        QTest::newRow("plain room includes Qt") << "models/series/a.h"
                                                << "QtCore/QString" << false << true;
        QTest::newRow("plain room, bare spelling") << "models/series/a.h"
                                                   << "QString" << false << true;
        QTest::newRow("items include a widget") << "models/items/a.h"
                                                << "QtWidgets/QWidget" << false << true;
        QTest::newRow("probe includes a widget") << "probes/runner/a.h"
                                                 << "QtGui/QColor" << false << true;
        QTest::newRow("upwards spelling") << "ui/tabs/a.cpp"
                                          << "../theme/theme.h" << true << true;
        QTest::newRow("ui includes items") << "ui/tabs/a.cpp"
                                           << "models/items/a.h" << true << false;
        QTest::newRow("app includes ui") << "app/app.cpp"
                                         << "ui/window/main_window.h" << true << false;
        QTest::newRow("own room") << "models/alerts/a.cpp"
                                  << "models/alerts/b.h" << true << false;
        QTest::newRow("standard header") << "models/metric/a.h"
                                         << "vector" << false << false;
    }
    void the_rules_bite()
    {
        QFETCH(QString, file);
        QFETCH(QString, include);
        QFETCH(bool, quoted);
        QFETCH(bool, wrong);
        const auto fault = faultOf(file, include, quoted);
        QVERIFY2(fault.isEmpty() != wrong, qPrintable(fault));
    }

    void every_room_has_a_readme_of_its_own()
    {
        QHash<QString, QString> texts;
        QSet<QString> tops{"probes", "ui", "app"};
        for (const auto &file : sourceFiles()) {
            if (file.startsWith(kAnyModel))
                tops.insert(file.section(u'/', 0, 1));
        }
        QVERIFY(tops.size() > 5);
        for (const auto &room : std::as_const(tops)) {
            const auto text = readAll(room + QStringLiteral("/README.md")).trimmed();
            QVERIFY2(!text.isEmpty(), qPrintable(room + QStringLiteral(" has no README.md")));
            const auto lines = text.count(u'\n') + 1;
            QVERIFY2(lines >= 5 && lines <= 15, qPrintable(QStringLiteral("%1/README.md has %2 lines; 5 to 15 say enough").arg(room).arg(lines)));
            QVERIFY2(!texts.contains(text), qPrintable(room + QStringLiteral(" copied the README of ") + texts.value(text)));
            texts.insert(text, room);
        }
    }

    void no_file_outgrows_a_reader()
    {
        for (const auto &file : sourceFiles()) {
            const auto lines = readAll(file).count(u'\n');
            QVERIFY2(lines <= 600, qPrintable(QStringLiteral("%1 has %2 lines: two classes, or two rooms?").arg(file).arg(lines)));
        }
    }

    void nothing_waits_inside_an_event_loop_and_nothing_is_a_singleton()
    {
        static const QRegularExpression forbidden(
            QStringLiteral("processEvents\\s*\\(|QEventLoop\\b|static\\s+\\w+\\s*&\\s*instance\\s*\\(|\\.exec\\(\\)|->exec\\(\\)"));
        for (const auto &file : sourceFiles()) {
            if (file == u"app/main.cpp" || file == u"app/app.cpp")
                continue; // the one place that runs the application
            const auto match = forbidden.match(readAll(file));
            QVERIFY2(!match.hasMatch(), qPrintable(QStringLiteral("%1: %2").arg(file, match.captured(0))));
        }
    }
};

VEDETTE_TEST(TstRooms)
#include "tst_rooms.moc"
