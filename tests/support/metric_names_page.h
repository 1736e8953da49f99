// A page of resources/help/metric-names: which names an exporter and Vedette both tell, and which only one of them does. The test that runs
// both, or reads what both make of one recording, owns the page and fails where it is out of date; VEDETTE_WRITE_HELP=1 writes it anew.
#pragma once

#include "tests/support/exporter_names.h"

#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QRegularExpression>
#include <QtCore/QStringList>
#include <QtTest/QTest>

namespace tests {

class MetricNamesPage {
public:
    // About the names of one pattern: a name, or how names begin and then an asterisk. The first that fits a name counts.
    struct Note {
        enum Kind {
            Each,   // every name has a line
            Family, // one line for them all: how many there are is the server's matter
            Seldom, // what happens by chance only: once on the page, they stay there whether they were told this time or not
        };
        std::string_view pattern;
        const char *text;
        Kind kind = Each;
    };

    // `sides` names both with their versions. A page is for these: beside another version it is neither compared nor wrong.
    MetricNamesPage(const char *exporter, QString sides, std::vector<Note> notes)
        : m_exporter(exporter), m_sides(std::move(sides)), m_notes(std::move(notes))
    {
    }

    // What both told of one thing; of the exporter's names those that begin so.
    void add(const Exposition &exporter, const Exposition &vedette, std::string_view prefix)
    {
        for (auto &name : metricNames(exporter)) {
            if (name.starts_with(prefix))
                m_theirs.insert(name);
        }
        m_ours.merge(metricNames(vedette));
    }

    // Fails the test where resources/help/metric-names/<file>.md is out of date, or writes it.
    void check(const QString &file) const
    {
        const auto wrong = fault(file);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    // "15.18" of what a program answers to --version; less of it for fewer parts.
    static QString versionOf(const QString &program, int parts = 3)
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(program, {"--version"});
        process.waitForFinished(10'000);
        static const QRegularExpression version("\\d+(\\.\\d+)+");
        return version.match(QString::fromUtf8(process.readAll())).captured().section('.', 0, parts - 1);
    }

private:
    // Empty where nothing is wrong.
    QString fault(const QString &file) const
    {
        const bool write = qEnvironmentVariableIsSet("VEDETTE_WRITE_HELP");
        QFile page(qEnvironmentVariable("VEDETTE_SOURCE") + "/resources/help/metric-names/" + file + ".md");
        const auto old = page.open(QIODevice::ReadOnly) ? QString::fromUtf8(page.readAll()).split('\n') : QStringList();
        page.close();
        if (!write && !old.isEmpty() && !old.contains(m_sides)) {
            qInfo("%s is not for these versions: %s", qPrintable(page.fileName()), qPrintable(m_sides));
            return {};
        }
        QStringList unexplained;
        const auto now = lines(old, write, unexplained);
        if (!unexplained.isEmpty())
            return "nobody says why only the exporter tells " + unexplained.join(", ");
        if (write)
            return page.open(QIODevice::WriteOnly) && page.write(now.join('\n').toUtf8()) > 0 ? QString() : "not written: " + page.fileName();
        QStringList faults;
        for (const auto &line : now) {
            if (!old.contains(line))
                faults << "+ " + line;
        }
        for (const auto &line : old) {
            if (!now.contains(line))
                faults << "- " + line;
        }
        if (faults.isEmpty() && old != now)
            faults << "other places";
        return faults.isEmpty() ? QString() : page.fileName() + " is out of date, VEDETTE_WRITE_HELP=1 writes it anew:\n" + faults.join('\n');
    }

    const Note *noteOf(std::string_view name) const
    {
        const auto found = std::ranges::find_if(m_notes, [&](const Note &note) {
            return note.pattern.ends_with('*') ? name.starts_with(note.pattern.substr(0, note.pattern.size() - 1)) : name == note.pattern;
        });
        return found == m_notes.end() ? nullptr : &*found;
    }

    QStringList lines(const QStringList &old, bool write, QStringList &unexplained) const
    {
        const ExporterNames names(m_theirs, m_ours);
        QStringList all{QString("# %1").arg(m_exporter), {}, m_sides, {}};
        all += section(QString("Told by %1 and by Vedette").arg(m_exporter), names.both, old, write);
        const auto theirs = section(QString("Told by %1 alone").arg(m_exporter), names.theirs, old, write);
        for (const auto &line : theirs) {
            if (line.startsWith("- ") && line.endsWith('`'))
                unexplained << line.mid(2);
        }
        all += theirs;
        all += section("Told by Vedette alone", names.ours, old, write);
        return all;
    }

    // A heading and a line for every name; nothing where there is none.
    QStringList section(const QString &title, const std::vector<std::string> &names, const QStringList &old, bool write) const
    {
        const auto heading = "## " + title;
        std::map<std::string, QString> told;
        for (const auto &name : names) {
            const auto *note = noteOf(name);
            if (!note || note->kind != Note::Seldom || write) {
                const auto shown = note && note->kind == Note::Family ? std::string(note->pattern) : name;
                told.emplace(shown, line(shown, note));
            }
        }
        // The seldom ones that the page has in this section.
        for (auto at = old.indexOf(heading) + 1; at > 0 && at < old.size() && !old[at].startsWith("## "); ++at) {
            const auto name = old[at].section('`', 1, 1).toStdString();
            const auto *note = noteOf(name);
            const bool seen = m_theirs.contains(name) || m_ours.contains(name);
            if (note && note->kind == Note::Seldom && !(write && seen))
                told.emplace(name, line(name, note));
        }
        QStringList lines;
        if (!told.empty()) {
            lines << heading << QString();
            for (const auto &[name, line] : told)
                lines << line;
            lines << QString();
        }
        return lines;
    }
    static QString line(const std::string &name, const Note *note)
    {
        const auto code = "- `" + QString::fromStdString(name) + "`";
        return note ? code + ": " + note->text : code;
    }

    const char *m_exporter;
    QString m_sides;
    std::vector<Note> m_notes;
    std::set<std::string> m_theirs, m_ours;
};

} // namespace tests
