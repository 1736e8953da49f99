// The parser cases of the OpenMetrics project: each a text and whether it must be read or refused.
#include "tests/models/exposition/recording_sink.h"
#include "tests/support/registry.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace fs = std::filesystem;

namespace {

// Texts that must be refused and are read: times that go back within a series are not judged, so that a history may come in any
// order.
constexpr std::array<std::string_view, 5> kNotReached{"bad_grouping_or_ordering_4", "bad_grouping_or_ordering_5", "bad_grouping_or_ordering_6",
                                                      "bad_grouping_or_ordering_7", "bad_grouping_or_ordering_8"};

std::string contentOf(const fs::path &path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

} // namespace

class TstOpenmetricsConformance : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void the_cases_of_the_project_are_read_or_refused_as_they_must_be()
    {
        const fs::path cases = fs::path(qgetenv("VEDETTE_SHARED").toStdString()) / "conformance/openmetrics/parsers";
        if (!fs::exists(cases))
            QSKIP("the parser cases of OpenMetrics are not here (VEDETTE_SHARED)");
        int read = 0;
        int refused = 0;
        QStringList wrong;
        std::vector<std::string> notReached;
        for (const auto &entry : fs::directory_iterator(cases)) {
            const auto name = entry.path().filename().string();
            const auto told = tests::tell(exposition::Format::OpenMetrics, contentOf(entry.path() / "metrics"));
            const bool shouldParse = contentOf(entry.path() / "test.json").find("\"shouldParse\": true") != std::string::npos;
            if (shouldParse == told.error.empty())
                ++(shouldParse ? read : refused);
            else if (!shouldParse && std::ranges::find(kNotReached, name) != kNotReached.end())
                notReached.push_back(name);
            else
                wrong << QString::fromStdString(name + ": " + (shouldParse ? told.error : "was read"));
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(u'\n' + wrong.join(u'\n')));
        QCOMPARE(notReached.size(), kNotReached.size());
        QCOMPARE(read, 44);
        QCOMPARE(refused, 167 - int(kNotReached.size()));
    }
};

VEDETTE_TEST(TstOpenmetricsConformance)
#include "tst_openmetrics_conformance.moc"
