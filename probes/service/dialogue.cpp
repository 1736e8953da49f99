#include "probes/service/dialogue.h"

#include "probes/net/url.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>

namespace probes {

using metric::Reason;

static constexpr std::size_t kMostLine = 64 << 10; // as Go's scanner
static constexpr std::size_t kMostHeard = 64 << 10;
static constexpr std::size_t kMostRead = 4 << 20;
static constexpr std::size_t kMostLabel = 200;

Dialogue::~Dialogue() = default;
Dialogue::Dialogue(Dialogue &&) noexcept = default;

// "250 example.org\r" of "250 $1\\r".
static std::string unescaped(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i != text.size(); ++i) {
        const auto next = i + 1 < text.size() ? text[i + 1] : '\0';
        const char meant = text[i] != '\\' ? '\0' : next == 'r' ? '\r' : next == 'n' ? '\n' : next == 't' ? '\t' : next == '\\' ? '\\' : '\0';
        out += meant ? meant : text[i];
        i += meant ? 1 : 0;
    }
    return out;
}

// Groups by number and name; the whole match is 0.
using Groups = std::map<std::string, std::string, std::less<>>;

static std::string expanded(std::string_view text, const Groups &groups)
{
    const auto isWord = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; };
    std::string out;
    while (!text.empty()) {
        const auto dollar = std::min(text.find('$'), text.size());
        out += text.substr(0, dollar);
        text.remove_prefix(dollar);
        if (text.empty())
            break;
        std::size_t end = 1;
        std::string_view name;
        if (text.starts_with("$$")) {
            out += '$';
            text.remove_prefix(2);
            continue;
        }
        if (const auto close = text.find('}'); text.starts_with("${") && close != std::string_view::npos) {
            name = text.substr(2, close - 2);
            end = close + 1;
        } else {
            while (end < text.size() && isWord(text[end]))
                ++end;
            name = text.substr(1, end - 1);
        }
        if (name.empty())
            out += '$';
        else if (const auto found = groups.find(name); found != groups.end())
            out += found->second;
        text.remove_prefix(end);
    }
    return out;
}

void Dialogue::expect(OptionReader &options, std::string_view option, const std::string &pattern)
{
    re2::RE2::Options quiet;
    quiet.set_log_errors(false);
    auto made = std::make_unique<re2::RE2>(pattern, quiet);
    if (!made->ok())
        return options.fault(option, fmt::format("\"{}\" is no regular expression: {}", pattern, made->error()));
    for (const auto &[name, number] : made->NamedCapturingGroups()) {
        if (name.starts_with("__") || name == "job" || name == "instance")
            options.fault(option, fmt::format("a group cannot be called {}", name));
    }
    m_turns.push_back({std::move(made), {}});
}

Dialogue::Dialogue(OptionReader &options)
{
    if (const auto banner = options.text("banner"); !banner.empty())
        expect(options, "banner", banner);
    for (const auto &line : options.lines("dialogue")) {
        if (line.starts_with("expect "))
            expect(options, "dialogue", line.substr(7));
        else if (line.starts_with("send "))
            m_turns.push_back({nullptr, line.substr(5)});
        else
            // What stands there may be a password whose "send" was forgotten.
            options.fault("dialogue", "expected lines that begin with \"expect \" or \"send \"");
    }
}

Dialogue::Course Dialogue::hold(net::Stream &stream, const net::Deadline &deadline) const
{
    Course course;
    Groups groups;
    std::string buffer;
    std::size_t read = 0;
    for (const auto &turn : m_turns) {
        if (!turn.expected) {
            if (auto said = stream.write(unescaped(expanded(turn.sent, groups)) + '\n', deadline); !said) {
                course.fault = said.error();
                return course;
            }
            continue;
        }
        for (;;) {
            auto line = stream.readLine(buffer, kMostLine, deadline);
            // What comes last may lack its newline.
            if (!line && line.error().reason == Reason::Closed && !buffer.empty())
                line = std::exchange(buffer, {});
            if (!line || read > kMostRead) {
                course.unmatched = !line && line.error().reason == Reason::Closed;
                course.fault = course.unmatched ? net::Fault{Reason::Answer, fmt::format("no line matches \"{}\"", turn.expected->pattern())}
                               : line ? net::Fault{Reason::Size, fmt::format("no line of {} bytes matches \"{}\"", read, turn.expected->pattern())}
                                      : line.error();
                return course;
            }
            read += line->size() + 1;
            if (course.heard.size() < kMostHeard)
                course.heard += net::shown(*line, kMostHeard - course.heard.size()) + '\n';
            std::vector<re2::StringPiece> found(std::size_t(turn.expected->NumberOfCapturingGroups()) + 1);
            if (!turn.expected->Match(*line, 0, line->size(), re2::RE2::UNANCHORED, found.data(), int(found.size())))
                continue;
            groups.clear();
            for (std::size_t i = 0; i != found.size(); ++i)
                groups[std::to_string(i)] = found[i].as_string();
            for (const auto &[name, number] : turn.expected->NamedCapturingGroups()) {
                groups[name] = found[std::size_t(number)].as_string();
                course.labels[name] = net::shown(groups[name], kMostLabel);
            }
            break;
        }
    }
    return course;
}

} // namespace probes
