#include "models/items/evidence_lines.h"
#include "tests/support/registry.h"

#include <QtCore/QStringList>
#include <QtTest/QTest>

using namespace items;
using Kind = EvidenceLine::Kind;

namespace {

metric::Evidence evidence(std::vector<metric::Evidence::Part> parts) { return {.time = {}, .parts = std::move(parts)}; }

QString printed(const std::vector<EvidenceLine> &lines)
{
    constexpr const char *kMarks[] = {"#", "=", "~", "<", ">"};
    QStringList all;
    for (const auto &line : lines)
        all << QStringLiteral("%1 %2 | %3").arg(QLatin1String(kMarks[int(line.kind)]), line.failed, line.good);
    return all.join(u'\n');
}

} // namespace

class TstEvidenceLines : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void parts_of_one_title_stand_side_by_side_and_what_differs_is_marked()
    {
        const auto failed = evidence({{"Headers", "HTTP/1.1 503 No\nserver: nginx\nretry-after: 5\n"}, {"Body", "busy"}});
        const auto good = evidence({{"Certificate", "until 2027"}, {"Headers", "HTTP/1.1 200 OK\nserver: nginx\n"}});
        QCOMPARE(printed(compareEvidence(&failed, &good)), QStringLiteral("# Headers | Headers\n"
                                                                          "~ HTTP/1.1 503 No | HTTP/1.1 200 OK\n"
                                                                          "= server: nginx | server: nginx\n"
                                                                          "< retry-after: 5 | \n"
                                                                          "# Body | \n"
                                                                          "< busy | \n"
                                                                          "#  | Certificate\n"
                                                                          ">  | until 2027"));
    }

    void lines_that_both_have_stay_side_by_side()
    {
        const auto failed = evidence({{"Body", "a\nx\nb\nc\nd"}});
        const auto good = evidence({{"Body", "a\nb\nc\ny\nz\nd"}});
        QCOMPARE(printed(compareEvidence(&failed, &good)),
                 QStringLiteral("# Body | Body\n= a | a\n< x | \n= b | b\n= c | c\n>  | y\n>  | z\n= d | d"));
    }

    void one_alone_is_shown_as_it_is()
    {
        const auto failed = evidence({{"Body", "a"}});
        QCOMPARE(printed(compareEvidence(&failed, nullptr)), QStringLiteral("# Body | \n< a | "));
        QVERIFY(compareEvidence(nullptr, nullptr).empty());
        QCOMPARE(evidenceText(evidence({{"Phases", "dns 2 ms"}, {"Body", "a\r\nb\n"}})), QStringLiteral("Phases\ndns 2 ms\n\nBody\na\nb"));
    }

    void whatever_comes_is_bounded()
    {
        std::string many, other;
        for (int i = 0; i < 100'000; ++i) {
            many += std::to_string(i) + "\n";
            other += std::to_string(-i - 1) + "\n";
        }
        const auto failed = evidence({{"Body", many}, {"One line", std::string(1'000'000, 'x')}});
        const auto good = evidence({{"Body", other}, {"One line", "x"}});
        const auto lines = compareEvidence(&failed, &good);
        QCOMPARE(lines.size(), std::size_t(kMostEvidenceLines) + 5); // two titles, the body with its note, the long line with its own
        QCOMPARE(lines[kMostEvidenceLines + 1].failed, QStringLiteral("… cut off here"));
        QVERIFY(std::ranges::all_of(lines, [](const auto &line) { return line.failed.size() <= kMostEvidenceColumns + 2; }));
    }

    void what_steers_is_shown_and_does_nothing()
    {
        const auto failed = evidence({{"Body", "a\x1b[2Jb\tc" + std::string("\xe2\x80\xae") + "d"}});
        QCOMPARE(compareEvidence(&failed, nullptr)[1].failed, QStringLiteral("a\ufffd[2Jb\tc\ufffdd"));
    }
};

VEDETTE_TEST(TstEvidenceLines)
#include "tst_evidence_lines.moc"
