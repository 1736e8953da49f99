#include "app/api/json_writer.h"

#include "models/metric/utf8.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <optional>

namespace api {

using metric::Timestamp;

char *writeSeconds(char *at, Timestamp time)
{
    const auto ms = time.time_since_epoch().count();
    auto magnitude = ms < 0 ? std::uint64_t(0) - std::uint64_t(ms) : std::uint64_t(ms);
    if (ms < 0)
        *at++ = '-';
    at = std::to_chars(at, at + 20, magnitude / 1000).ptr;
    if (const auto fraction = unsigned(magnitude % 1000); fraction != 0) {
        *at++ = '.';
        *at++ = char('0' + fraction / 100);
        *at++ = char('0' + fraction / 10 % 10);
        *at++ = char('0' + fraction % 10);
    }
    return at;
}

static char *copied(char *at, std::string_view text) { return std::copy(text.begin(), text.end(), at); }

char *writeValue(char *at, double value)
{
    constexpr double kExactIntegers = 9007199254740992.0; // 2^53
    const double magnitude = std::abs(value);
    if (std::isnan(value))
        return copied(at, "NaN");
    if (std::isinf(value))
        return copied(at, value > 0 ? "+Inf" : "-Inf");
    if (magnitude < kExactIntegers && value == double(std::int64_t(value)) && (value != 0 || !std::signbit(value)))
        return std::to_chars(at, at + 24, std::int64_t(value)).ptr;
    if (magnitude != 0 && (magnitude < 1e-6 || magnitude >= 1e21))
        return std::to_chars(at, at + 40, value, std::chars_format::scientific).ptr;
    if (magnitude < kExactIntegers)
        return std::to_chars(at, at + 40, value, std::chars_format::fixed).ptr;
    // Large and whole: fixed would write digits that the number does not have, where zeros are as good.
    char digits[40];
    auto *end = std::to_chars(digits, digits + sizeof digits, value, std::chars_format::scientific).ptr;
    auto *e = std::find(digits, end, 'e');
    int exponent = 0;
    std::from_chars(e + 2, end, exponent);
    for (const char *digit = digits; digit != e; ++digit) {
        if (*digit == '-') {
            *at++ = '-';
        } else if (*digit != '.') {
            *at++ = *digit;
            --exponent;
        }
    }
    for (; exponent >= 0; --exponent)
        *at++ = '0';
    return at;
}

void JsonWriter::comma()
{
    if (m_comma)
        m_out += ',';
    m_comma = true;
}

JsonWriter &JsonWriter::open(char bracket)
{
    comma();
    m_out += bracket;
    m_comma = false;
    return *this;
}

JsonWriter &JsonWriter::close(char bracket)
{
    m_out += bracket;
    m_comma = true;
    return *this;
}

JsonWriter &JsonWriter::key(std::string_view name)
{
    string(name);
    m_out += ':';
    m_comma = false;
    return *this;
}

// The length of the character that begins the text, none where it is no UTF-8.
static std::optional<std::size_t> characterLength(std::string_view text)
{
    for (std::size_t length = 1; length <= std::min<std::size_t>(4, text.size()); ++length) {
        if (metric::isUtf8(text.substr(0, length)))
            return length;
    }
    return std::nullopt;
}

JsonWriter &JsonWriter::string(std::string_view text)
{
    constexpr char kHex[] = "0123456789abcdef";
    comma();
    m_out += '"';
    while (!text.empty()) {
        const auto plain = std::ranges::find_if(text, [](char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20 || c < 0; });
        m_out.append(text.begin(), plain);
        text.remove_prefix(std::size_t(plain - text.begin()));
        if (text.empty())
            break;
        std::size_t taken = 1;
        const char c = text.front();
        if (c == '"' || c == '\\')
            (m_out += '\\') += c;
        else if (c == '\n')
            m_out += "\\n";
        else if (c >= 0)
            ((m_out += "\\u00") += kHex[c >> 4]) += kHex[c & 15];
        else if (const auto length = characterLength(text))
            m_out += text.substr(0, taken = *length);
        else
            m_out += "\ufffd";
        text.remove_prefix(taken);
    }
    m_out += '"';
    return *this;
}

JsonWriter &JsonWriter::integer(std::int64_t number)
{
    char digits[24];
    comma();
    m_out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
    return *this;
}

JsonWriter &JsonWriter::number(double number)
{
    comma();
    char text[48];
    m_out.append(text, writeValue(text, number));
    return *this;
}

JsonWriter &JsonWriter::seconds(Timestamp time)
{
    char digits[24];
    comma();
    m_out.append(digits, writeSeconds(digits, time));
    return *this;
}

JsonWriter &JsonWriter::boolean(bool yes)
{
    comma();
    m_out += yes ? "true" : "false";
    return *this;
}

JsonWriter &JsonWriter::null()
{
    comma();
    m_out += "null";
    return *this;
}

JsonWriter &JsonWriter::labels(const metric::Labels &labels)
{
    beginObject();
    for (const auto label : labels)
        key(label.name).string(label.value);
    return endObject();
}

// While a point is written more may be touched than it takes.
static constexpr std::size_t kPointRoom = kLongestPoint + 64;

// What stands in many points of a row is put into text once: the value, and a time but for its last four digits of seconds.
struct Repeated {
    std::uint64_t bits = 0;
    char text[40] = {};
    std::size_t size = 0;
    std::int64_t tenThousands = 0;
    char head[24] = {};
    std::size_t headSize = 0;
};

static char *writeSeconds(char *at, Timestamp time, Repeated &last)
{
    constexpr std::int64_t kTenThousandMs = 10'000'000;
    const auto ms = time.time_since_epoch().count();
    const auto high = ms / kTenThousandMs;
    if (ms < kTenThousandMs)
        return writeSeconds(at, time);
    if (last.headSize == 0 || high != last.tenThousands) {
        last.tenThousands = high;
        last.headSize = std::size_t(std::to_chars(last.head, last.head + sizeof last.head, high).ptr - last.head);
    }
    std::memcpy(at, last.head, sizeof last.head); // all of it, which costs less than to look how much
    at += last.headSize;
    const auto low = unsigned(ms % kTenThousandMs);
    const auto digits = [&](unsigned number, int count) {
        for (int i = count; i-- > 0; number /= 10)
            at[i] = char('0' + number % 10);
        at += count;
    };
    digits(low / 1000, 4);
    if (low % 1000 != 0) {
        *at++ = '.';
        digits(low % 1000, 3);
    }
    return at;
}

static char *writePoint(char *at, const metric::Point &point, Repeated &last)
{
    *at++ = '[';
    at = writeSeconds(at, point.time, last);
    *at++ = ',';
    *at++ = '"';
    const auto bits = std::bit_cast<std::uint64_t>(point.value);
    if (last.size == 0 || bits != last.bits) {
        last.bits = bits;
        last.size = std::size_t(writeValue(last.text, point.value) - last.text);
    }
    std::memcpy(at, last.text, sizeof last.text);
    at += last.size;
    *at++ = '"';
    *at++ = ']';
    return at;
}

JsonWriter &JsonWriter::point(Timestamp time, double value)
{
    char text[kPointRoom];
    Repeated none;
    comma();
    m_out.append(text, writePoint(text, {time, value}, none));
    return *this;
}

JsonWriter &JsonWriter::points(std::span<const metric::Point> points)
{
    open('[');
    char text[63 * kLongestPoint + kPointRoom];
    Repeated last;
    while (!points.empty()) {
        const auto some = points.first(std::min<std::size_t>(points.size(), 64));
        points = points.subspan(some.size());
        char *at = text;
        for (const auto &point : some) {
            at = writePoint(at, point, last);
            *at++ = ',';
        }
        m_out.append(text, points.empty() ? at - 1 : at);
    }
    return close(']');
}

} // namespace api
