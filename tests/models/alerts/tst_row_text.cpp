#include "models/alerts/row_text.h"
#include "tests/support/registry.h"

#include <limits>

using namespace alerts;
using metric::Labels;

class TstRowText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ids_come_back()
    {
        for (const auto &ids : std::vector<std::vector<std::int64_t>>{{}, {0}, {1, 2, 30}, {std::numeric_limits<std::int64_t>::max()}}) {
            const auto back = parseIds(textOfIds(ids));
            QVERIFY(back && *back == ids);
        }
        QCOMPARE(textOfIds(std::vector<std::int64_t>{1, 2, 30}), "1 2 30");
    }

    void what_is_no_list_of_ids_is_corrupt()
    {
        for (const char *text : {" ", "x", "1 x", "1,2", "2 1", "2 2", "-1", "1  2", "1 ", " 1", "99999999999999999999", "1.5", "0x10"})
            QVERIFY2(!parseIds(text) && parseIds(text).error().code == metric::ErrorCode::Corrupt, text);
    }

    void labels_come_back_whatever_is_in_them()
    {
        using namespace std::string_view_literals;
        const Labels sets[] = {Labels{}, Labels{{"alertname", "A"}, {"instance", "host:9100"}},
                               Labels{{"any name", "a\"b\\c\nd\te"}, {"é", "Σ"}, {"1st", "{}=,"}},
                               Labels{{"quote\"d", "x"}, {"bytes", "\xff\xfe\x01"sv}, {"nul", "a\0b"sv}}, Labels{{"__name__", "up"}, {"sum", "by"}}};
        for (const auto &labels : sets) {
            const auto text = textOfLabels(labels);
            const auto back = parseLabelsText(text);
            QVERIFY2(back && *back == labels, (text + (back ? "" : back.error().message)).c_str());
        }
        QCOMPARE(textOfLabels(sets[0]), "{}");
        QCOMPARE(textOfLabels(sets[1]), "{alertname=\"A\",instance=\"host:9100\"}");
    }

    void what_is_no_label_set_is_corrupt()
    {
        for (const char *text : {"", " ", "{oops", "{a=~\"b\"}", "{a=1}", "{a=\"\"}"}) {
            const auto labels = parseLabelsText(text);
            QVERIFY2(!labels, text);
        }
    }
};

VEDETTE_TEST(TstRowText)
#include "tst_row_text.moc"
