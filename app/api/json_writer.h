#pragma once

#include "models/metric/batch.h"
#include "models/metric/labels.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace api {

// Writes one JSON document into one string, from front to back: commas are its business, nesting is the caller's. Numbers and
// times as Prometheus's API writes them.
class JsonWriter {
public:
    JsonWriter &beginObject() { return open('{'); }
    JsonWriter &endObject() { return close('}'); }
    JsonWriter &beginArray() { return open('['); }
    JsonWriter &endArray() { return close(']'); }
    // REQUIRES: within an object; a value follows.
    JsonWriter &key(std::string_view name);
    JsonWriter &string(std::string_view text); // bytes that are no UTF-8 become U+FFFD
    JsonWriter &integer(std::int64_t number);
    JsonWriter &number(double number); // REQUIRES: finite
    JsonWriter &boolean(bool yes);
    JsonWriter &null();
    JsonWriter &seconds(metric::Timestamp time);
    // {"__name__":"up","job":"node"}
    JsonWriter &labels(const metric::Labels &labels);
    // [1700000000.25,"0.5"]
    JsonWriter &point(metric::Timestamp time, double value);
    JsonWriter &points(std::span<const metric::Point> points);

    void reserve(std::size_t more) { m_out.reserve(m_out.size() + more); }
    const std::string &text() const { return m_out; }
    std::string take() { return std::move(m_out); }

private:
    JsonWriter &open(char bracket);
    JsonWriter &close(char bracket);
    void comma();

    std::string m_out;
    bool m_comma = false; // before what comes next
};

// Seconds, milliseconds behind the point where there are any. Writes 24 bytes at most and answers where it ended.
char *writeSeconds(char *at, metric::Timestamp time);
// As Prometheus writes a sample's value: the shortest decimal that is the same number, with an exponent only below 1e-6 and from
// 1e21 on; NaN, +Inf, -Inf. Writes 40 bytes at most.
char *writeValue(char *at, double value);
inline constexpr std::size_t kLongestPoint = 72; // of point(), with a comma

} // namespace api
