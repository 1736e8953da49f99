#include "models/exposition/text_parser.h"

#include "models/exposition/fault.h"
#include "models/exposition/number.h"
#include "models/metric/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace exposition {

namespace {

constexpr std::size_t kMostExemplarCharacters = 128; // OpenMetrics, section Exemplars

bool isBlank(char c) { return c == ' ' || c == '\t'; }

std::string_view withoutBlanksBefore(std::string_view text)
{
    while (!text.empty() && isBlank(text.front()))
        text.remove_prefix(1);
    return text;
}

std::string_view withoutBlanksBehind(std::string_view text)
{
    while (!text.empty() && (isBlank(text.back()) || text.back() == '\r'))
        text.remove_suffix(1);
    return text;
}

// Takes the bytes up to the next blank.
std::string_view takeWord(std::string_view &text)
{
    const auto end = std::size_t(std::ranges::find_if(text, isBlank) - text.begin());
    const auto word = text.substr(0, end);
    text.remove_prefix(end);
    return word;
}

std::string unescapedHelp(std::string_view text, bool quotes)
{
    std::string help;
    while (!text.empty()) {
        const auto plain = std::min(text.find('\\'), text.size());
        help += text.substr(0, plain);
        text.remove_prefix(plain);
        if (text.empty())
            break;
        const char next = text.size() > 1 ? text[1] : '\0';
        const bool escape = next == 'n' || next == '\\' || (next == '"' && quotes);
        help += !escape ? '\\' : next == 'n' ? '\n' : next;
        text.remove_prefix(escape ? 2 : 1);
    }
    return help;
}

metric::Timestamp atMs(std::int64_t ms) { return metric::Timestamp(metric::Duration(ms)); }

std::uint64_t hashOf(const metric::Labels &labels, std::uint64_t seed)
{
    for (const auto label : labels)
        seed = metric::hashBytes(label.value, metric::hashBytes(label.name, seed));
    return seed;
}

} // namespace

Sink::~Sink() = default;

TextParser::TextParser(Format format, Sink &sink)
    : m_strict(format == Format::OpenMetrics),
      m_sink(sink),
      m_text(format),
      m_exemplar(format),
      // Where the system put us is what a stranger cannot know; numbers and order do not depend on it.
      m_seed(metric::hashBytes({}, std::uint64_t(reinterpret_cast<std::uintptr_t>(this)))),
      m_known(m_seed)
{
}

metric::Result<void> TextParser::feed(std::string_view bytes)
{
    if (m_error)
        return tl::unexpected(*m_error);
    if (!m_rest.empty()) {
        const auto newline = bytes.find('\n');
        const auto taken = newline == std::string_view::npos ? bytes.size() : newline + 1;
        if (m_rest.size() + taken > kLongestLine + 1)
            return fail({metric::ErrorCode::LimitExceeded, fmt::format("the line is longer than {} bytes", kLongestLine)});
        m_rest.append(bytes.substr(0, taken));
        bytes.remove_prefix(taken);
        if (newline == std::string_view::npos)
            return {};
        if (auto read = readLines(m_rest); !read)
            return read;
        m_rest.clear();
    }
    const auto whole = bytes.rfind('\n') + 1; // npos + 1 is 0
    if (auto read = readLines(bytes.substr(0, whole)); !read)
        return read;
    if (bytes.size() - whole > kLongestLine)
        return fail({metric::ErrorCode::LimitExceeded, fmt::format("the line is longer than {} bytes", kLongestLine)});
    m_rest.assign(bytes.substr(whole));
    return {};
}

metric::Result<void> TextParser::finish()
{
    if (m_error)
        return tl::unexpected(*m_error);
    if (!m_rest.empty()) {
        m_rest += '\n';
        if (auto read = readLines(m_rest); !read)
            return read;
        m_rest.clear();
    }
    if (m_strict && !m_ended)
        return fail({metric::ErrorCode::Malformed, "expected \"# EOF\" as the last line, the text ends without"});
    tellMetadata();
    return {};
}

void TextParser::restart()
{
    // A series that was numbered on a line that was wrong further on: it may come again.
    if (m_new)
        m_sink.series(m_series - 1, *std::exchange(m_new, std::nullopt));
    m_line = 1;
    m_ended = false;
    m_rest.clear();
    m_error.reset();
    m_metadata.reset();
    m_last = {};
    m_rules.restart();
}

metric::Result<void> TextParser::fail(metric::Error error)
{
    m_error = metric::Error{error.code, fmt::format("line {}: {}", m_line, error.message)};
    return tl::unexpected(*m_error);
}

// REQUIRES: empty, or the last byte is a newline, so that reading a number always ends within.
metric::Result<void> TextParser::readLines(std::string_view lines)
{
    const char *at = lines.data();
    const char *const end = at + lines.size();
    while (at != end) {
        if (readKnownLine(at, end)) {
            ++m_line;
            continue;
        }
        const auto *newline = static_cast<const char *>(std::memchr(at, '\n', std::size_t(end - at)));
        if (auto read = readLine({at, std::size_t(newline - at)}); !read)
            return fail(std::move(read.error()));
        at = newline + 1;
        ++m_line;
    }
    return {};
}

// What nearly all lines are: the series of the line before, one blank, a plain value, perhaps one blank and a plain time. Where a
// line is not quite so, right or wrong, nothing is taken.
inline bool TextParser::readKnownLine(const char *&at, const char *end)
{
    const auto length = m_last.size();
    if (length == 0 || std::size_t(end - at) <= length || at[length] != ' ' || std::memcmp(at, m_last.data(), length) != 0)
        return false;
    double value = 0;
    const char *place = readPlainValue(at + length + 1, value);
    if (!place)
        return false;
    std::optional<metric::Timestamp> time;
    if (*place == ' ') {
        std::int64_t ms = 0;
        place = m_strict ? readPlainSeconds(place + 1, ms) : readPlainMilliseconds(place + 1, ms);
        if (!place)
            return false;
        time = atMs(ms);
    }
    if (*place != '\n' || (m_strict && !m_rules.passes(value, time.has_value())))
        return false;
    m_sink.sample(m_number, value, time);
    at = place + 1;
    return true;
}

metric::Result<void> TextParser::readLine(std::string_view line)
{
    if (line.size() > kLongestLine)
        return metric::fail(metric::ErrorCode::LimitExceeded, fmt::format("the line is longer than {} bytes", kLongestLine));
    if (m_strict) {
        if (m_ended)
            return expected("nothing after \"# EOF\"", line);
        if (line.empty())
            return metric::fail(metric::ErrorCode::Malformed, "expected a sample or metadata, got an empty line");
    } else {
        line = withoutBlanksBehind(withoutBlanksBefore(line));
        if (line.empty())
            return {};
    }
    return line.front() == '#' ? readMetadata(line) : readSample(line);
}

metric::Result<void> TextParser::readSample(std::string_view line)
{
    if (auto selected = selectSeries(line); !selected)
        return selected;
    return readNumbers(line.substr(m_last.size()));
}

// Finds the series at the start of the line, or reads and numbers it, and makes it the last one.
metric::Result<void> TextParser::selectSeries(std::string_view line)
{
    const auto *entry = m_known.find(line.substr(0, m_text.endOf(line)));
    if (!entry) {
        const auto added = addSeries(line);
        if (!added)
            return tl::unexpected(added.error());
        entry = *added;
    }
    if (m_strict) {
        if (!m_rules.has(entry->number)) {
            // It was there before the restart.
            if (const auto length = m_text.read(entry->text); !length)
                return tl::unexpected(length.error());
            if (auto added = m_rules.add(entry->number, m_text.labels()); !added)
                return added;
        }
        if (auto selected = m_rules.select(entry->number); !selected)
            return selected;
    }
    m_last = entry->text;
    m_number = entry->number;
    return {};
}

metric::Result<const TextTable::Entry *> TextParser::addSeries(std::string_view line)
{
    const auto length = m_text.read(line);
    if (!length)
        return tl::unexpected(length.error());
    const auto text = line.substr(0, *length);
    if (const auto *known = m_known.find(text))
        return known;
    const auto labels = m_text.labels();
    const auto hash = hashOf(labels, m_seed);
    if (const auto same = sameSeries(labels, hash))
        return &m_known.add(text, same->number);
    if (m_series == UINT32_MAX)
        return metric::fail(metric::ErrorCode::LimitExceeded, "more series than can be numbered");
    if (m_strict) {
        if (const auto added = m_rules.add(m_series, labels); !added)
            return tl::unexpected(added.error());
    }
    const auto &entry = m_known.add(text, m_series++);
    m_byLabels.emplace(hash, entry);
    m_new = labels;
    return &entry;
}

// The same labels may be written in other ways, with blanks or in another order; one way of each is kept and read again.
std::optional<TextTable::Entry> TextParser::sameSeries(const metric::Labels &labels, std::uint64_t hash)
{
    const auto [first, last] = m_byLabels.equal_range(hash);
    for (auto it = first; it != last; ++it) {
        if (m_text.read(it->second.text) && m_text.labels() == labels)
            return it->second;
    }
    return std::nullopt;
}

metric::Result<void> TextParser::tell(double value, std::optional<metric::Timestamp> time)
{
    if (m_strict) {
        if (auto judged = m_rules.sample(value, time); !judged)
            return judged;
    }
    tellMetadata();
    if (m_new)
        m_sink.series(m_number, *std::exchange(m_new, std::nullopt));
    m_sink.sample(m_number, value, time);
    return {};
}

// What stands after the series: its value, perhaps a time, in OpenMetrics perhaps an exemplar.
metric::Result<void> TextParser::readNumbers(std::string_view text)
{
    if (m_strict) {
        if (!text.starts_with(' '))
            return expected("a blank and a value after the series", text);
        text.remove_prefix(1);
    } else {
        if (!text.empty() && !isBlank(text.front()) && m_last.back() != '}')
            return expected("a blank and a value after the series", text);
        text = withoutBlanksBefore(text);
    }
    const auto word = takeWord(text);
    // A newline follows in any case, which is what the quick reader needs.
    double plain = 0;
    const bool isPlain = readPlainValue(word.data(), plain) == word.data() + word.size();
    const auto value = isPlain ? std::optional(plain) : valueOf(word);
    if (!value)
        return expected("a value after the series", word);
    std::optional<metric::Timestamp> time;
    if (!m_strict) {
        text = withoutBlanksBefore(text);
        if (!text.empty()) {
            const auto ms = takeWord(text);
            time = millisecondsOf(ms);
            if (!time)
                return expected("a time in whole milliseconds", ms);
            if (!text.empty())
                return expected("the end of the line after the time", withoutBlanksBefore(text));
        }
        return tell(*value, time);
    }
    if (!text.empty() && !text.starts_with(" #")) {
        text.remove_prefix(1);
        const auto seconds = takeWord(text);
        time = secondsOf(seconds);
        if (!time)
            return expected("a time in seconds or an exemplar", seconds);
    }
    if (!text.empty()) {
        if (auto exemplar = readExemplar(text); !exemplar)
            return exemplar;
    }
    return tell(*value, time);
}

// " # {labels} value [time]", whose content nobody asks for yet.
metric::Result<void> TextParser::readExemplar(std::string_view text)
{
    if (!text.starts_with(" # {"))
        return expected("the end of the line or an exemplar", text);
    if (!m_rules.mayHaveExemplar())
        return metric::fail(metric::ErrorCode::Malformed, "only a counter's total and a histogram's bucket have exemplars");
    text.remove_prefix(3);
    const auto length = m_exemplar.readLabelSet(text);
    if (!length)
        return tl::unexpected(length.error());
    if (m_exemplar.characters() > kMostExemplarCharacters)
        return metric::fail(metric::ErrorCode::Malformed,
                            fmt::format("the labels of an exemplar have more than {} characters", kMostExemplarCharacters));
    text.remove_prefix(*length);
    if (!text.starts_with(' '))
        return expected("a blank and a value after the exemplar's labels", text);
    text.remove_prefix(1);
    const auto value = takeWord(text);
    if (!valueOf(value))
        return expected("a value after the exemplar's labels", value);
    if (text.empty())
        return {};
    text.remove_prefix(1);
    const auto time = takeWord(text);
    if (!secondsOf(time))
        return expected("a time in seconds", time);
    return text.empty() ? metric::Result<void>() : expected("the end of the line after the exemplar", text);
}

metric::Result<void> TextParser::readMetadata(std::string_view line)
{
    m_last = {}; // the same series may be of another family now
    if (m_strict && line == "# EOF") {
        if (auto closed = m_rules.close(); !closed)
            return closed;
        tellMetadata();
        m_ended = true;
        return {};
    }
    constexpr std::string_view kWanted = "\"# HELP\", \"# TYPE\", \"# UNIT\" or \"# EOF\"";
    auto text = line.substr(1);
    if (!m_strict && (text.empty() || !isBlank(text.front())))
        return {};
    text = m_strict ? text.substr(text.starts_with(' ') ? 1 : 0) : withoutBlanksBefore(text);
    if (m_strict && !line.starts_with("# "))
        return expected(kWanted, line);
    const auto word = takeWord(text);
    std::optional<FamilyRules::Keyword> keyword;
    if (word == "HELP")
        keyword = FamilyRules::Keyword::Help;
    else if (word == "TYPE")
        keyword = FamilyRules::Keyword::Type;
    else if (word == "UNIT" && m_strict)
        keyword = FamilyRules::Keyword::Unit;
    if (!keyword)
        return m_strict ? expected(kWanted, line) : metric::Result<void>(); // to Prometheus a comment

    if (m_strict) {
        if (!text.starts_with(' '))
            return expected(fmt::format("a blank and a metric name after {}", word), text);
        text.remove_prefix(1);
    } else {
        text = withoutBlanksBefore(text);
    }
    const auto length = m_text.readName(text);
    if (!length)
        return tl::unexpected(length.error());
    text.remove_prefix(*length);
    // Prometheus knows metrics without help: their line may end here.
    if (m_strict ? !text.starts_with(' ') : !text.empty() && !isBlank(text.front()))
        return expected("a blank after the metric name", text);
    text = m_strict ? text.substr(1) : withoutBlanksBefore(text);
    return readKeyword(*keyword, m_text.name(), text);
}

metric::Result<void> TextParser::readKeyword(FamilyRules::Keyword keyword, std::string_view name, std::string_view text)
{
    if (!metric::isUtf8(text))
        return expected("UTF-8", text);
    const auto type =
        keyword == FamilyRules::Keyword::Type ? metricTypeOf(text, m_strict ? Format::OpenMetrics : Format::Prometheus) : MetricType::Unknown;
    if (!type)
        return expected("a type such as counter or gauge", text);
    if (m_strict) {
        if (auto judged = m_rules.header({keyword, name, *type, text}); !judged)
            return judged;
    }
    if (m_metadata && m_metadata->name != name)
        tellMetadata();
    if (!m_metadata)
        m_metadata = Metadata{std::string(name), MetricType::Unknown, {}, {}};
    switch (keyword) {
    case FamilyRules::Keyword::Help: m_metadata->help = unescapedHelp(text, m_strict); break;
    case FamilyRules::Keyword::Type: m_metadata->type = *type; break;
    case FamilyRules::Keyword::Unit: m_metadata->unit = text; break;
    }
    return {};
}

void TextParser::tellMetadata()
{
    if (m_metadata)
        m_sink.metadata(*std::exchange(m_metadata, std::nullopt));
}

} // namespace exposition
