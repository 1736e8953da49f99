#include "models/rules/regex_replacement.h"

#include "models/query/string_literal.h"
#include "models/rules/go_text.h"
#include "models/rules/template.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include <fmt/format.h>
#include <re2/re2.h>

namespace rules {

namespace {

// In bytes; a few characters may stand for thousands of instructions.
constexpr std::int64_t kMostMemory = 1 << 20;

RE2::Options options()
{
    RE2::Options result;
    result.set_log_errors(false);
    result.set_max_mem(kMostMemory);
    return result;
}

std::string faultOf(const std::string &pattern, const RE2 &regex)
{
    return fmt::format("regexp: Compile({}): error parsing regexp: {}", query::quoted(pattern), regex.error());
}

std::size_t wordLength(std::string_view text)
{
    std::size_t length = 0;
    for (auto at = query::firstCharacter(text); at.length > 0 && isLetterOrDigit(at.character); at = query::firstCharacter(text.substr(length)))
        length += std::size_t(at.length);
    return length;
}

// The replacement, cut once: plain texts and groups in turn.
struct Piece {
    std::string_view text;
    int group; // after the text; negative: none
};

int groupOf(const RE2 &regex, std::string_view name)
{
    int number = 0;
    const auto [stop, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (error == std::errc() && stop == name.data() + name.size())
        return number <= regex.NumberOfCapturingGroups() ? number : -1;
    const auto &names = regex.NamedCapturingGroups();
    const auto found = names.find(std::string(name));
    return found == names.end() ? -1 : found->second;
}

std::vector<Piece> piecesOf(const RE2 &regex, std::string_view replacement)
{
    std::vector<Piece> pieces;
    while (!replacement.empty()) {
        const auto dollar = std::min(replacement.find('$'), replacement.size());
        const auto before = replacement.substr(0, dollar);
        auto rest = replacement.substr(std::min(dollar + 1, replacement.size()));
        if (rest.starts_with('$')) {
            pieces.push_back({replacement.substr(0, dollar + 1), -1});
            replacement = rest.substr(1);
            continue;
        }
        const bool isBraced = rest.starts_with('{');
        const auto name = rest.substr(isBraced ? 1 : 0, wordLength(rest.substr(isBraced ? 1 : 0)));
        const auto length = name.size() + (isBraced ? 2 : 0);
        if (name.empty() || (isBraced && (rest.size() < length || rest[length - 1] != '}'))) {
            // A dollar that names nothing stays.
            pieces.push_back({replacement.substr(0, std::min(dollar + 1, replacement.size())), -1});
            replacement = rest;
            continue;
        }
        pieces.push_back({before, groupOf(regex, name)});
        replacement = rest.substr(length);
    }
    return pieces;
}

} // namespace

tl::expected<bool, std::string> isMatch(const std::string &pattern, const std::string &text)
{
    const RE2 regex(pattern, options());
    if (!regex.ok())
        return tl::unexpected(faultOf(pattern, regex));
    return RE2::PartialMatch(text, regex);
}

tl::expected<std::string, std::string> replacedAll(const std::string &pattern, const std::string &replacement, const std::string &text)
{
    const RE2 regex(pattern, options());
    if (!regex.ok())
        return tl::unexpected(faultOf(pattern, regex));
    const auto pieces = piecesOf(regex, replacement);
    std::vector<re2::StringPiece> groups(std::size_t(regex.NumberOfCapturingGroups()) + 1);
    std::string result;
    std::size_t lastEnd = 0;
    std::size_t searchAt = 0;
    while (searchAt <= text.size() && result.size() <= kMaxRenderedBytes &&
           regex.Match(text, searchAt, text.size(), RE2::UNANCHORED, groups.data(), int(groups.size())))
    {
        const auto begin = std::size_t(groups[0].data() - text.data());
        const auto end = begin + groups[0].size();
        result.append(text, lastEnd, begin - lastEnd);
        // Nothing beside a match is no match of its own.
        if (end > lastEnd || begin == 0) {
            for (const auto &[before, group] : pieces) {
                result += before;
                if (group >= 0)
                    result.append(groups[std::size_t(group)].data() ? groups[std::size_t(group)].data() : "", groups[std::size_t(group)].size());
            }
        }
        lastEnd = end;
        const auto width = std::size_t(query::firstCharacter(std::string_view(text).substr(searchAt)).length);
        searchAt = searchAt + width > end ? searchAt + width : searchAt + 1 > end ? searchAt + 1 : end;
    }
    return result.append(text, lastEnd, std::string::npos);
}

} // namespace rules
