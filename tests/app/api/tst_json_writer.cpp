#include "app/api/json_writer.h"
#include "app/api/series_api.h"
#include "tests/support/registry.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

#include <bit>
#include <cmath>
#include <limits>
#include <random>

using namespace api;
using metric::Timestamp;

namespace {

std::string valueText(double value)
{
    char text[64];
    return {text, writeValue(text, value)};
}

std::string secondsText(std::int64_t ms)
{
    char text[32];
    return {text, writeSeconds(text, Timestamp(metric::Duration(ms)))};
}

} // namespace

class TstJsonWriter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void values_are_written_as_go_does()
    {
        // strconv.FormatFloat(v, 'f' or 'e', -1, 64), with 'e' below 1e-6 and from 1e21 on.
        const std::pair<double, const char *> cases[] = {{0, "0"},
                                                         {-0.0, "-0"},
                                                         {1, "1"},
                                                         {-42, "-42"},
                                                         {0.1, "0.1"},
                                                         {1.0 / 3, "0.3333333333333333"},
                                                         {1e-6, "0.000001"},
                                                         {9.5e-7, "9.5e-07"},
                                                         {5e-324, "5e-324"},
                                                         {-1.25e-300, "-1.25e-300"},
                                                         {9007199254740992.0, "9007199254740992"},
                                                         {123456789012345680.0, "123456789012345680"},
                                                         {-1e20, "-100000000000000000000"},
                                                         {1e21, "1e+21"},
                                                         {1.7976931348623157e308, "1.7976931348623157e+308"},
                                                         {123456.789, "123456.789"},
                                                         {std::numeric_limits<double>::infinity(), "+Inf"},
                                                         {-std::numeric_limits<double>::infinity(), "-Inf"},
                                                         {std::nan(""), "NaN"},
                                                         {metric::staleMarker(), "NaN"}};
        for (const auto &[value, expected] : cases)
            QCOMPARE(QString::fromStdString(valueText(value)), QString::fromLatin1(expected));
    }

    void every_value_reads_back_and_fits()
    {
        std::mt19937_64 random(7);
        for (int i = 0; i < 200'000; ++i) {
            const auto value = std::bit_cast<double>(random());
            const auto text = valueText(value);
            QVERIFY(text.size() <= 40);
            if (std::isfinite(value))
                QCOMPARE(std::strtod(text.c_str(), nullptr), value);
        }
        for (const auto ms : {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()})
            QVERIFY(secondsText(ms).size() <= 24);
    }

    void times_are_seconds_with_milliseconds_where_there_are_any()
    {
        QCOMPARE(secondsText(0), std::string("0"));
        QCOMPARE(secondsText(1'700'000'000'000), std::string("1700000000"));
        QCOMPARE(secondsText(1'700'000'000'050), std::string("1700000000.050"));
        QCOMPARE(secondsText(-1'500), std::string("-1.500"));
        QCOMPARE(secondsText(7), std::string("0.007"));
    }

    void text_is_escaped_and_what_is_no_utf8_replaced()
    {
        JsonWriter json;
        json.beginObject()
            .key("a\"\\\n\t\x01")
            .string("\u00e4\U0001F600 \xff\xed\xa0\x80 \xc3")
            .key("b")
            .beginArray()
            .null()
            .boolean(true)
            .integer(-5)
            .endArray();
        json.endObject();
        QCOMPARE(QString::fromStdString(json.text()),
                 QStringLiteral(u"{\"a\\\"\\\\\\n\\u0009\\u0001\":\"\u00e4\U0001F600 \ufffd\ufffd\ufffd\ufffd \ufffd\",\"b\":[null,true,-5]}"));
        QVERIFY(!QJsonDocument::fromJson(QByteArray::fromStdString(json.text())).isNull());
    }

    void points_are_the_same_one_by_one_and_many_at_once()
    {
        std::mt19937_64 random(11);
        std::vector<metric::Point> points;
        std::string one;
        for (int i = 0; i < 1000; ++i) {
            points.push_back({Timestamp(metric::Duration(1'700'000'000'000 + i * 250)),
                              random() % 3 == 0 ? double(random() % 7) / 4 : std::bit_cast<double>(random())});
            JsonWriter json;
            one += (i == 0 ? "" : ",") + json.point(points.back().time, points.back().value).take();
        }
        JsonWriter many;
        QCOMPARE(many.beginArray().points({}).points(points).endArray().take(), "[[],[" + one + "]]");
        QCOMPARE(QJsonDocument::fromJson(QByteArray::fromStdString("[" + one + "]")).array().size(), 1000);
    }

    void escaped_names_are_read()
    {
        QCOMPARE(unescapedName("job"), std::string("job"));
        QCOMPARE(unescapedName("U__http_2e_status__code"), std::string("http.status_code"));
        QCOMPARE(unescapedName("U__a_1F600_"), std::string("a\U0001F600"));
        for (const auto *name : {"U__a_2e", "U__a_zz_b", "U__a_d800_", "U__a_1234567_", "U__a_-1_", "U__a_110000_"})
            QCOMPARE(unescapedName(name), std::string(name));
    }
};

VEDETTE_TEST(TstJsonWriter)
#include "tst_json_writer.moc"
