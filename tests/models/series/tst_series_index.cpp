#include "models/series/series_index.h"
#include "tests/support/registry.h"

#include <cstdio>
#include <map>
#include <random>

using namespace series;
using metric::Label;
using metric::Labels;
using Op = Matcher::Op;

namespace {

// Texts that are easily mistaken: empty, alike, special in expressions, not ASCII, not even UTF-8, long.
const std::vector<std::string> kTexts = {"",
                                         "a",
                                         "b",
                                         "ab",
                                         "a.b",
                                         "a|b",
                                         "aXb",
                                         "foo",
                                         "foo1",
                                         "foobar",
                                         "Foo",
                                         "10.0.0.1:9100",
                                         "(a)",
                                         "$",
                                         "^a",
                                         "\n",
                                         "foo\nbar",
                                         "\xc3\xa4",
                                         "\xe2\x82\xac uro",
                                         "foo\xff",
                                         "\xff",
                                         ".*",
                                         "b c",
                                         std::string(300, 'x'),
                                         "foo\xc3\xa4"};
const std::vector<std::string> kExpressions = {"",
                                               ".*",
                                               ".+",
                                               "a|b",
                                               "(a|b)",
                                               "^(?:a|ab)$",
                                               "a.b",
                                               "a\\.b",
                                               "foo.*",
                                               "foo.+",
                                               "foo|",
                                               "(?i)foo",
                                               "[a-f].*",
                                               "fo+.*",
                                               ".*1.*",
                                               "(foo|a).*",
                                               "^foo$",
                                               "\\^a|\\$",
                                               "x{300}",
                                               "\xc3\xa4|a",
                                               "f.*r",
                                               "a?b",
                                               "(foo|Foo)(1|bar|)",
                                               "10\\.0\\.0\\.1:9100",
                                               "\\(a\\)",
                                               "[^a]*",
                                               "(.*)",
                                               "a\\|b",
                                               ".",
                                               "foo.*|b c"};
const std::vector<std::string> kNames = {"__name__", "job", "device", "never", "\xc3\xb6"};

class Site {
public:
    explicit Site(unsigned seed) : m_random(seed) {}

    std::size_t below(std::size_t end) { return m_random() % end; }
    const std::string &oneOf(const std::vector<std::string> &texts) { return texts[below(texts.size())]; }

    metric::LabelsRef labels()
    {
        const auto unique = std::to_string(below(100'000));
        std::vector<Label> labels{{"__name__", oneOf(kTexts)}, {"job", oneOf(kTexts)}, {"\xc3\xb6", oneOf(kTexts)}};
        if (below(2) == 0)
            labels.push_back({"device", oneOf(kTexts)});
        if (below(3) == 0)
            labels.push_back({"unique", unique});
        return std::make_shared<const Labels>(std::span<const Label>(labels));
    }

    Matcher matcher()
    {
        const auto op = Op(below(4));
        const auto regex = op == Op::Matches || op == Op::NotMatches;
        return *Matcher::make(oneOf(kNames), op, oneOf(regex ? kExpressions : kTexts));
    }

private:
    std::mt19937 m_random;
};

// The slots of the model that satisfy the matchers one by one.
std::vector<SeriesIndex::Slot> filtered(const std::map<SeriesIndex::Slot, metric::LabelsRef> &model, std::span<const Matcher> matchers)
{
    std::vector<SeriesIndex::Slot> slots;
    for (const auto &[slot, labels] : model) {
        if (matchesAll(matchers, *labels))
            slots.push_back(slot);
    }
    return slots;
}

} // namespace

class TstSeriesIndex : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatever_is_asked_is_answered_as_the_matchers_say()
    {
        const auto seed = std::random_device{}();
        std::printf("seed %u\n", seed);
        Site site(seed);
        SeriesIndex index;
        std::map<SeriesIndex::Slot, metric::LabelsRef> model;
        std::size_t nonEmpty = 0;
        for (int run = 0; run < 6000; ++run) {
            if (run % 20 == 0) {
                // Some go, some come: alone, and as a batch.
                std::vector<SeriesIndex::Slot> gone;
                for (const auto &[slot, labels] : model) {
                    if (site.below(run % 1000 == 0 ? 2 : 30) == 0)
                        gone.push_back(slot);
                }
                index.remove(gone);
                for (const auto slot : gone)
                    model.erase(slot);
                const auto alone = site.labels();
                model[index.findOrAdd(alone)] = alone;
                metric::Batch batch;
                for (auto more = site.below(40); more > 0; --more)
                    batch.samples.push_back({site.labels(), 1});
                std::vector<SeriesIndex::Slot> slots;
                index.slotsOf(batch, slots);
                for (std::size_t i = 0; i < slots.size(); ++i)
                    model[slots[i]] = batch.samples[i].labels;
                QCOMPARE(index.size(), model.size());
                for (const auto &[slot, labels] : model)
                    QCOMPARE(index.find(*labels), slot);
            }
            std::vector<Matcher> matchers;
            for (auto more = site.below(4); more > 0; --more)
                matchers.push_back(site.matcher());
            const auto found = index.select(matchers);
            nonEmpty += found.empty() ? 0 : 1;
            if (found != filtered(model, matchers)) {
                std::string asked;
                for (const auto &matcher : matchers)
                    asked += matcher.name() + " " + std::to_string(int(matcher.op())) + " \"" + matcher.value() + "\"; ";
                QFAIL(asked.c_str());
            }
        }
        QVERIFY2(nonEmpty > 1000, "nearly nothing was found");
    }

    void all_may_go_and_come_again()
    {
        SeriesIndex index;
        for (int round = 0; round < 3; ++round) {
            std::vector<SeriesIndex::Slot> slots;
            for (int i = 0; i < 5000; ++i)
                slots.push_back(index.findOrAdd(std::make_shared<const Labels>(Labels{{"__name__", "m"}, {"id", std::to_string(i * 7 + round)}})));
            QCOMPARE(index.size(), std::size_t(5000));
            QCOMPARE(index.slotEnd(), SeriesIndex::Slot(5000));
            std::ranges::sort(slots);
            QCOMPARE(index.select(std::vector{Matcher::equal("__name__", "m")}), slots);
            QCOMPARE(index.select(std::vector{*Matcher::make("id", Op::Matches, "7.*")}),
                     filtered(
                         [&] {
                             std::map<SeriesIndex::Slot, metric::LabelsRef> model;
                             for (const auto slot : slots)
                                 model[slot] = index.labels(slot);
                             return model;
                         }(),
                         std::vector{*Matcher::make("id", Op::Matches, "7.*")}));
            index.remove(slots);
            QCOMPARE(index.size(), std::size_t(0));
            QVERIFY(index.select({}).empty());
        }
    }
};

VEDETTE_TEST(TstSeriesIndex)
#include "tst_series_index.moc"
