#include "models/metric/labels.h"
#include "models/metric/series_interner.h"
#include "tests/support/registry.h"

using namespace metric;

class TstLabels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void labels_are_sorted_and_empty_values_are_no_labels()
    {
        const Labels labels{{"zone", "b"}, {"__name__", "up"}, {"empty", ""}, {"job", "node"}};
        QCOMPARE(QString::fromStdString(labels.toString()), QStringLiteral("up{job=\"node\",zone=\"b\"}"));
        QCOMPARE(labels.size(), std::size_t(3));
        QVERIFY(!labels.has("empty"));
    }

    void the_later_of_two_labels_with_one_name_wins()
    {
        const Labels labels{{"a", "1"}, {"a", "2"}};
        QCOMPARE(std::string(labels.get("a")), std::string("2"));
        QCOMPARE(labels.size(), std::size_t(1));
    }

    void equal_sets_are_equal_whatever_the_order_and_differ_where_boundaries_differ()
    {
        QVERIFY((Labels{{"a", "1"}, {"b", "2"}}) == (Labels{{"b", "2"}, {"a", "1"}}));
        // The same bytes, cut elsewhere.
        QVERIFY(!((Labels{{"ab", "c"}}) == (Labels{{"a", "bc"}})));
        QVERIFY((Labels{{"ab", "c"}}).hash() != (Labels{{"a", "bc"}}).hash());
    }

    void texts_of_any_length_come_back_and_copies_stand_alone()
    {
        for (const std::size_t length : {1, 2, 126, 127, 128, 253, 254, 255, 256, 300, 70000}) {
            const std::string name(length, 'n'), value(length + 1, '\xc3');
            auto labels = std::make_unique<Labels>(Labels{{"a", value}, {name, "x"}, {"z", std::string("a\0b", 3)}});
            const Labels copy = *labels;
            QVERIFY(copy == *labels);
            labels.reset();
            QCOMPARE(copy.size(), std::size_t(3));
            QCOMPARE(copy.get("a"), std::string_view(value));
            QCOMPARE(copy[1].name, std::string_view(name));
            QCOMPARE(copy.get("z").size(), std::size_t(3));
            QCOMPARE(std::distance(copy.begin(), copy.end()), std::ptrdiff_t(3));
        }
        Labels moved{{"a", "1"}};
        const Labels taken = std::move(moved);
        QCOMPARE(taken.get("a"), std::string_view("1"));
        const Labels none{{"a", ""}};
        QVERIFY(none.empty() && none == Labels() && none.begin() == none.end() && none.get("a").empty());
    }

    void values_are_escaped_in_text()
    {
        const Labels labels{{"__name__", "m"}, {"path", "a\"b\\c\nd"}};
        QCOMPARE(QString::fromStdString(labels.toString()), QStringLiteral("m{path=\"a\\\"b\\\\c\\nd\"}"));
    }

    void without_and_only_split_a_set()
    {
        const Labels labels{{"__name__", "m"}, {"a", "1"}, {"b", "2"}};
        const std::string_view names[] = {"__name__", "a"};
        QVERIFY(labels.without(names) == (Labels{{"b", "2"}}));
        QVERIFY(labels.only(names) == (Labels{{"__name__", "m"}, {"a", "1"}}));
        QVERIFY(labels.with({{"a", "9"}}) == (Labels{{"__name__", "m"}, {"a", "9"}, {"b", "2"}}));
    }

    void the_interner_gives_one_pointer_for_one_series_and_adds_the_common_labels()
    {
        SeriesInterner interner(Labels{{"job", "node"}, {"instance", "anvil"}});
        const Label labels[] = {{"cpu", "0"}};
        const auto first = interner.intern("x", labels);
        QCOMPARE(first.get(), interner.intern("x", labels).get());
        QVERIFY(*first == (Labels{{"__name__", "x"}, {"cpu", "0"}, {"job", "node"}, {"instance", "anvil"}}));
    }

    void the_interner_forgets_what_is_no_longer_asked_for()
    {
        SeriesInterner interner{Labels{}};
        interner.intern("gone", {});
        for (int i = 0; i < 10; ++i) {
            interner.intern("stays", {});
            interner.endRound(4);
        }
        QCOMPARE(interner.size(), std::size_t(1));
    }
};

VEDETTE_TEST(TstLabels)
#include "tst_labels.moc"
