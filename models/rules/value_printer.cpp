#include "models/rules/value_printer.h"

#include "models/query/string_literal.h"
#include "models/rules/go_format.h"
#include "models/rules/go_text.h"
#include "models/rules/go_time.h"
#include "models/rules/template.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <initializer_list>
#include <iterator>
#include <utility>
#include <variant>

#include <fmt/format.h>

namespace rules {

namespace {

// The address that a pointer is written as; Go's differ from run to run.
constexpr std::string_view kAddress = "0xc000000000";

std::size_t countCharacters(std::string_view text)
{
    return std::size_t(std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

// What is quoted, in ASCII alone.
std::string asciiOf(std::string_view quoted)
{
    std::string text;
    for (auto at = query::firstCharacter(quoted); at.length > 0; at = query::firstCharacter(quoted)) {
        const auto code = std::uint32_t(at.character);
        text += code < 0x80 ? std::string(1, char(code)) : code < 0x10000 ? fmt::format("\\u{:04x}", code) : fmt::format("\\U{:08x}", code);
        quoted.remove_prefix(std::size_t(at.length));
    }
    return text;
}

// Of a number with its sign: a point in any case, and no zero at the end left out.
std::string withAllDigits(std::string_view number, char32_t verb, int precision)
{
    const bool isHexadecimal = verb == 'x' || verb == 'X';
    int missing = 0;
    if (verb == 'v' || verb == 'g' || verb == 'G' || verb == 'x')
        missing = precision < 0 ? 6 : precision;
    const auto end = std::min(number.find_first_of(isHexadecimal ? "pP" : "eE"), number.size());
    std::string text(number.substr(0, end));
    bool isSignificant = false;
    for (const char c : std::string_view(text).substr(1)) {
        isSignificant = isSignificant || (c != '0' && c != '.');
        missing -= isSignificant && c != '.' ? 1 : 0;
    }
    if (text.find('.') == std::string::npos) {
        missing -= text.substr(1) == "0" ? 1 : 0;
        text += '.';
    }
    text.append(std::size_t(std::max(missing, 0)), '0');
    return text.append(number.substr(end));
}

// Writes one value under one verb, as fmt.pp does.
class ValuePrinter {
public:
    ValuePrinter(std::string &text, const FormatFlags &flags) : m_text(text), m_flags(flags) {}

    void print(const Value &value, char32_t verb)
    {
        if (verb == 'T' || verb == 'p' || value.isNil())
            return printType(value, verb);
        std::visit([&](const auto &held) { write(held, value, verb); }, static_cast<const Value::variant &>(value));
    }

private:
    bool isFull() const { return m_text.size() > kMaxRenderedBytes; }

    void printType(const Value &value, char32_t verb)
    {
        if (verb == 'T')
            pad(value.isNil() ? "<nil>" : typeNameOf(value));
        else if (value.isNil() && verb == 'v')
            pad("<nil>");
        else
            bad(value, verb);
    }

    void bad(const Value &value, char32_t verb)
    {
        m_text += "%!";
        appendCharacter(m_text, verb);
        m_text += '(';
        if (value.isNil()) {
            m_text += "<nil>";
        } else {
            m_text += typeNameOf(value);
            m_text += '=';
            print(value, 'v');
        }
        m_text += ')';
    }

    void pad(std::string_view text) { padWith(text, m_flags.zero && !m_flags.minus ? '0' : ' '); }
    void padWith(std::string_view text, char filling)
    {
        const auto width = std::size_t(m_flags.width.value_or(0));
        const auto length = countCharacters(text);
        const auto missing = width > length ? width - length : 0;
        if (!m_flags.minus)
            m_text.append(missing, filling);
        m_text += text;
        if (m_flags.minus)
            m_text.append(missing, ' ');
    }

    void write(const Nil &, const Value &, char32_t) {}

    void write(bool truth, const Value &value, char32_t verb)
    {
        if (verb != 't' && verb != 'v')
            return bad(value, verb);
        pad(truth ? "true" : "false");
    }

    void write(std::int64_t number, const Value &value, char32_t verb)
    {
        if (!writeInteger(number < 0 ? 0 - std::uint64_t(number) : std::uint64_t(number), number < 0, verb))
            bad(value, verb);
    }
    void write(std::uint8_t number, const Value &value, char32_t verb)
    {
        if (!writeInteger(number, false, verb))
            bad(value, verb);
    }

    bool writeInteger(std::uint64_t magnitude, bool isNegative, char32_t verb)
    {
        const auto code = char32_t(magnitude > 0x10FFFF || isNegative ? 0xFFFD : magnitude);
        switch (verb) {
        case 'v':
        case 'd': writeDigits(magnitude, isNegative, 10, ""); return true;
        case 'b': writeDigits(magnitude, isNegative, 2, m_flags.sharp ? "0b" : ""); return true;
        case 'o': writeDigits(magnitude, isNegative, 8, m_flags.sharp ? "0" : ""); return true;
        case 'O': writeDigits(magnitude, isNegative, 8, "0o"); return true;
        case 'x': writeDigits(magnitude, isNegative, 16, m_flags.sharp ? "0x" : ""); return true;
        case 'X': writeDigits(magnitude, isNegative, 16, m_flags.sharp ? "0X" : "", true); return true;
        case 'c': {
            std::string character;
            appendCharacter(character, code);
            pad(character);
            return true;
        }
        case 'q': pad(m_flags.plus ? asciiOf(query::quotedCharacter(code)) : query::quotedCharacter(code)); return true;
        case 'U': padWith(codePoint(isNegative ? 0 - magnitude : magnitude), ' '); return true;
        default: return false;
        }
    }

    std::string codePoint(std::uint64_t number) const
    {
        if (m_flags.sharp && number <= 0x10FFFF)
            return codePointText(char32_t(number));
        return fmt::format("U+{:04X}", number);
    }

    void writeDigits(std::uint64_t magnitude, bool isNegative, int base, std::string_view prefix, bool isLarge = false)
    {
        char buffer[64];
        const auto end = std::to_chars(std::begin(buffer), std::end(buffer), magnitude, base).ptr;
        std::string digits(std::begin(buffer), end);
        if (isLarge)
            digits = toUpper(digits);
        if (m_flags.precision == 0 && magnitude == 0)
            return padWith("", ' ');
        const std::string_view sign = isNegative ? "-" : m_flags.plus ? "+" : m_flags.space ? " " : "";
        std::size_t wanted = std::size_t(m_flags.precision.value_or(0));
        if (!m_flags.precision && m_flags.zero && !m_flags.minus && m_flags.width)
            wanted = std::size_t(*m_flags.width) - std::min(std::size_t(*m_flags.width), sign.size());
        if (digits.size() < wanted)
            digits.insert(0, wanted - digits.size(), '0');
        if (prefix == "0" && digits.starts_with('0'))
            prefix = "";
        padWith(fmt::format("{}{}{}", sign, prefix, digits), ' ');
    }

    void write(double number, const Value &value, char32_t verb)
    {
        constexpr std::u32string_view kVerbs = U"vbeEfFgGxX";
        if (kVerbs.find(verb) == std::u32string_view::npos)
            return bad(value, verb);
        const bool hasFixed = verb == 'e' || verb == 'E' || verb == 'f' || verb == 'F';
        const auto precision = m_flags.precision.value_or(hasFixed ? 6 : -1);
        auto text = floatText(number, verb == 'v' ? 'g' : verb == 'F' ? 'f' : char(verb), precision);
        const bool hasSign = text.front() == '+' || text.front() == '-';
        if (!hasSign)
            text.insert(0, 1, '+');
        if (m_flags.sharp && verb != 'b' && std::isfinite(number))
            text = withAllDigits(text, verb, precision);
        if (m_flags.space && text.front() == '+' && !m_flags.plus)
            text.front() = ' ';
        const bool isFinite = std::isfinite(number);
        const bool showsSign = m_flags.plus || text.front() != '+';
        if (std::isinf(number) && !m_flags.plus && number > 0 && !m_flags.space)
            return padWith(text, ' ');
        if (!showsSign)
            text.erase(0, 1);
        if (m_flags.zero && !m_flags.minus && isFinite && m_flags.width) {
            const auto width = std::size_t(*m_flags.width);
            if (text.size() < width)
                text.insert(showsSign ? 1 : 0, width - text.size(), '0');
        }
        padWith(text, ' ');
    }

    void write(const std::string &text, const Value &value, char32_t verb) { writeString(text, value, verb); }
    void write(const Html &html, const Value &value, char32_t verb) { writeString(html.text, value, verb); }

    // False where the verb is none for texts.
    bool tryString(std::string_view text, char32_t verb)
    {
        const bool isCut = m_flags.precision && verb != 'x' && verb != 'X';
        if (isCut)
            text = firstOf(text, std::size_t(*m_flags.precision));
        switch (verb) {
        case 'v':
        case 's': pad(text); return true;
        case 'q':
            if (m_flags.plus) {
                pad(asciiOf(query::quoted(text)));
                return true;
            }
            pad(m_flags.sharp && text.find_first_of("`\n\r") == std::string_view::npos ? fmt::format("`{}`", text) : query::quoted(text));
            return true;
        case 'x':
        case 'X': padWith(hexadecimal(text, verb == 'X'), ' '); return true;
        default: return false;
        }
    }
    void writeString(std::string_view text, const Value &value, char32_t verb)
    {
        if (!tryString(text, verb))
            bad(value, verb);
    }

    static std::string_view firstOf(std::string_view text, std::size_t characters)
    {
        std::size_t end = 0;
        for (; end < text.size() && characters > 0; --characters)
            end += std::size_t(query::firstCharacter(text.substr(end)).length);
        return text.substr(0, end);
    }

    std::string hexadecimal(std::string_view text, bool isLarge) const
    {
        if (m_flags.precision)
            text = text.substr(0, std::size_t(*m_flags.precision));
        std::string digits;
        for (const char c : text) {
            if (m_flags.space && !digits.empty())
                digits += ' ';
            if (m_flags.sharp && (m_flags.space || digits.empty()))
                digits += isLarge ? "0X" : "0x";
            digits += isLarge ? fmt::format("{:02X}", static_cast<unsigned char>(c)) : fmt::format("{:02x}", static_cast<unsigned char>(c));
        }
        return digits;
    }

    // What has a text of its own is that text where a text is asked for, and its number otherwise.
    void write(const NamedNumber &number, const Value &value, char32_t verb)
    {
        if (!tryString(number.name, verb))
            write(number.value, value, verb);
    }
    void write(const Span &span, const Value &value, char32_t verb)
    {
        if (!tryString(durationText(span.nanoseconds), verb))
            write(span.nanoseconds, value, verb);
    }
    void write(const Instant &instant, const Value &value, char32_t verb) { writeString(timeText(instant.nanoseconds), value, verb); }

    void write(const metric::LabelsRef &labels, const Value &, char32_t verb)
    {
        m_text += "map[";
        bool isFirst = true;
        for (const auto &[name, text] : labels ? *labels : metric::Labels()) {
            if (isFull())
                return;
            next(isFirst);
            print(std::string(name), verb);
            m_text += ':';
            print(std::string(text), verb);
        }
        m_text += ']';
    }

    void write(const SampleValue &sample, const Value &, char32_t verb)
    {
        if (!sample.labels) {
            m_text += "<nil>";
            return;
        }
        m_text += '&';
        writeFields({{"Labels", sample.labels}, {"Value", sample.value}}, verb);
    }

    void write(const SampleList &list, const Value &, char32_t)
    {
        m_text += '[';
        bool isFirst = true;
        for (std::size_t i = 0; i < (list ? list->size() : 0) && !isFull(); ++i) {
            next(isFirst);
            m_text += kAddress;
        }
        m_text += ']';
    }

    void write(const ArgumentsRef &arguments, const Value &, char32_t verb)
    {
        m_text += "map[";
        bool isFirst = true;
        for (const auto &[name, value] : arguments->values) {
            if (isFull())
                return;
            next(isFirst);
            print(name, verb);
            m_text += ':';
            print(value, verb);
        }
        m_text += ']';
    }

    void write(const RootRef &root, const Value &, char32_t verb)
    {
        writeFields({{"Labels", root->labels}, {"ExternalLabels", root->externalLabels}, {"ExternalURL", root->externalUrl}, {"Value", root->value}},
                    verb);
    }

    struct Field {
        std::string_view name;
        Value value;
    };
    void writeFields(std::initializer_list<Field> fields, char32_t verb)
    {
        m_text += '{';
        bool isFirst = true;
        for (const auto &[name, value] : fields) {
            next(isFirst);
            if (m_flags.names)
                m_text.append(name).append(":");
            print(value, verb);
        }
        m_text += '}';
    }

    void next(bool &isFirst)
    {
        if (!std::exchange(isFirst, false))
            m_text += ' ';
    }

    std::string &m_text;
    const FormatFlags m_flags;
};

} // namespace

void appendValue(std::string &text, const FormatFlags &flags, const Value &value, char32_t verb) { ValuePrinter(text, flags).print(value, verb); }

} // namespace rules
