#include "probes/scrape/relabel.h"

#include "probes/scrape/group_template.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <clocale>
#include <cwchar>
#include <cwctype>
#include <map>

namespace probes {

using metric::Label;
using metric::Labels;

namespace {

constexpr std::int64_t kMostRegexMemory = 1 << 20; // bytes; a few characters may stand for thousands of instructions

struct ActionWord {
    RelabelAction action;
    std::string_view word;
};
constexpr std::array<ActionWord, 11> kActions{{{RelabelAction::Replace, "replace"},
                                               {RelabelAction::Keep, "keep"},
                                               {RelabelAction::Drop, "drop"},
                                               {RelabelAction::KeepEqual, "keepequal"},
                                               {RelabelAction::DropEqual, "dropequal"},
                                               {RelabelAction::HashMod, "hashmod"},
                                               {RelabelAction::LabelMap, "labelmap"},
                                               {RelabelAction::LabelDrop, "labeldrop"},
                                               {RelabelAction::LabelKeep, "labelkeep"},
                                               {RelabelAction::Lowercase, "lowercase"},
                                               {RelabelAction::Uppercase, "uppercase"}}};

bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool isDigit(char c) { return c >= '0' && c <= '9'; }
re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

std::string lower(std::string_view ascii)
{
    std::string text(ascii);
    std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    return text;
}

// Every character by itself, as Go has it; what is no UTF-8 becomes U+FFFD.
std::string mapped(const std::string &text, std::wint_t (*map)(std::wint_t, locale_t))
{
    static const locale_t kUtf8 = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", locale_t());
    if (!kUtf8)
        return text;
    const auto before = ::uselocale(kUtf8);
    std::string result;
    std::mbstate_t in{};
    std::mbstate_t out{};
    for (std::size_t at = 0; at < text.size();) {
        wchar_t character = 0;
        auto length = std::mbrtowc(&character, text.data() + at, text.size() - at, &in);
        if (length > text.size()) { // an error
            character = 0xfffd;
            length = 1;
            in = {};
        }
        at += std::max<std::size_t>(length, 1);
        std::array<char, 16> bytes{};
        const auto size = std::wcrtomb(bytes.data(), wchar_t(map(std::wint_t(character), kUtf8)), &out);
        result.append(bytes.data(), size <= bytes.size() ? size : 0);
    }
    ::uselocale(before);
    return result;
}

std::uint64_t lastHalfOfMd5(std::string_view text)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_md5(), nullptr);
    std::uint64_t number = 0;
    for (std::size_t i = 8; i < 16; ++i)
        number = number << 8 | digest[i];
    return number;
}

// What a replacement of names may be: names and groups, one after the other.
bool isNameTemplate(const std::string &text)
{
    static const RE2 kPattern(R"re((?:(?:[a-zA-Z_]|\$(?:\{\w+\}|\w+))+\w*)+)re", RE2::Quiet);
    return RE2::FullMatch(text, kPattern);
}

// What is wrong with it, in Prometheus's words; empty: nothing.
std::string faultOf(const RelabelConfig &config)
{
    using enum RelabelAction;
    const RelabelConfig standard;
    const auto isOneOf = [&](std::initializer_list<RelabelAction> actions) { return std::ranges::find(actions, config.action) != actions.end(); };
    const auto word = wordOf(config.action);
    const auto invalid = [&](std::string_view what, std::string_view text) {
        return fmt::format("{:?} is invalid '{}' for {} action", text, what, word);
    };
    const bool othersAreStandard =
        config.modulus == standard.modulus && config.separator == standard.separator && config.replacement == standard.replacement;
    for (const auto &label : config.sourceLabels) {
        if (!isLabelName(label))
            return fmt::format("{:?} is not a valid label name", label);
    }
    if (config.action == HashMod && config.modulus == 0)
        return "relabel configuration for hashmod requires non-zero modulus";
    if (isOneOf({Replace, HashMod, Lowercase, Uppercase, KeepEqual, DropEqual})) {
        if (config.targetLabel.empty())
            return fmt::format("relabel configuration for {} action requires 'target_label' value", word);
        const bool mayNameGroups = config.action == Replace && config.targetLabel.find('$') != std::string::npos;
        if (mayNameGroups ? !isNameTemplate(config.targetLabel) : !isLabelName(config.targetLabel))
            return invalid("target_label", config.targetLabel);
    }
    if (isOneOf({Lowercase, Uppercase, KeepEqual, DropEqual}) && config.replacement != standard.replacement)
        return fmt::format("'replacement' can not be set for {} action", word);
    if (config.action == LabelMap && !isNameTemplate(config.replacement))
        return invalid("replacement", config.replacement);
    if (isOneOf({DropEqual, KeepEqual}) && (config.regex != standard.regex || !othersAreStandard))
        return fmt::format("{} action requires only 'source_labels' and `target_label`, and no other fields", word);
    if (isOneOf({LabelDrop, LabelKeep}) && (!config.sourceLabels.empty() || !config.targetLabel.empty() || !othersAreStandard))
        return fmt::format("{} action requires only 'regex', and no other fields", word);
    return {};
}

// Labels while they are worked on.
class LabelSet {
public:
    explicit LabelSet(const Labels &labels)
    {
        for (const auto &[name, value] : labels)
            m_labels.emplace(name, value);
    }
    std::string_view get(std::string_view name) const
    {
        const auto found = m_labels.find(name);
        return found == m_labels.end() ? std::string_view() : std::string_view(found->second);
    }
    // An empty value is no label.
    void set(const std::string &name, std::string value)
    {
        if (value.empty())
            m_labels.erase(name);
        else
            m_labels[name] = std::move(value);
    }
    const auto &all() const { return m_labels; }
    template <class Predicate>
    void eraseIf(Predicate predicate)
    {
        std::erase_if(m_labels, [&](const auto &label) { return predicate(label.first); });
    }
    Labels labels() const
    {
        std::vector<Label> list;
        list.reserve(m_labels.size());
        for (const auto &[name, value] : m_labels)
            list.push_back({name, value});
        return Labels(std::span<const Label>(list));
    }

private:
    std::map<std::string, std::string, std::less<>> m_labels;
};

RE2::Options regexOptions()
{
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(kMostRegexMemory);
    return options;
}

} // namespace

std::optional<RelabelAction> relabelActionOf(std::string_view word)
{
    const auto found = std::ranges::find(kActions, lower(word), &ActionWord::word);
    return found == kActions.end() ? std::nullopt : std::optional(found->action);
}

std::string_view wordOf(RelabelAction action) { return std::ranges::find(kActions, action, &ActionWord::action)->word; }

bool isLabelName(std::string_view text)
{
    return !text.empty() && !isDigit(text.front()) && std::ranges::all_of(text, [](char c) { return isLetter(c) || isDigit(c); });
}

bool isMetricName(std::string_view text)
{
    return !text.empty() && !isDigit(text.front()) && std::ranges::all_of(text, [](char c) { return isLetter(c) || isDigit(c) || c == ':'; });
}

struct Relabeling::Step {
    explicit Step(const RelabelConfig &from)
        : config(from), regex(from.regex, regexOptions()), target(from.targetLabel, regex), replacement(from.replacement, regex)
    {
    }

    bool matches(std::string_view text) const { return RE2::FullMatch(piece(text), regex); }
    // False: no match.
    bool match(std::string_view text, std::vector<re2::StringPiece> &groups) const
    {
        groups.resize(std::size_t(regex.NumberOfCapturingGroups()) + 1);
        return regex.Match(piece(text), 0, text.size(), RE2::ANCHOR_BOTH, groups.data(), int(groups.size()));
    }

    // False: dropped.
    bool apply(LabelSet &labels) const;
    void replace(LabelSet &labels, std::string_view text) const;
    void mapNames(LabelSet &labels) const;

    RelabelConfig config;
    RE2 regex;
    GroupTemplate target;
    GroupTemplate replacement;
};

void Relabeling::Step::replace(LabelSet &labels, std::string_view text) const
{
    std::vector<re2::StringPiece> groups;
    if (!match(text, groups))
        return;
    if (const auto name = target.expand(groups); isLabelName(name))
        labels.set(name, replacement.expand(groups));
}

void Relabeling::Step::mapNames(LabelSet &labels) const
{
    const auto before = labels.all();
    std::vector<re2::StringPiece> groups;
    for (const auto &[name, value] : before) {
        if (match(name, groups))
            labels.set(replacement.expand(groups), value);
    }
}

bool Relabeling::Step::apply(LabelSet &labels) const
{
    std::string text;
    for (std::size_t i = 0; i < config.sourceLabels.size(); ++i) {
        if (i > 0)
            text += config.separator;
        text += labels.get(config.sourceLabels[i]);
    }
    switch (config.action) {
    case RelabelAction::Replace: replace(labels, text); break;
    case RelabelAction::Keep: return matches(text);
    case RelabelAction::Drop: return !matches(text);
    case RelabelAction::KeepEqual: return labels.get(config.targetLabel) == text;
    case RelabelAction::DropEqual: return labels.get(config.targetLabel) != text;
    case RelabelAction::HashMod: labels.set(config.targetLabel, std::to_string(lastHalfOfMd5(text) % config.modulus)); break;
    case RelabelAction::LabelMap: mapNames(labels); break;
    case RelabelAction::LabelDrop: labels.eraseIf([&](const std::string &name) { return matches(name); }); break;
    case RelabelAction::LabelKeep: labels.eraseIf([&](const std::string &name) { return !matches(name); }); break;
    case RelabelAction::Lowercase: labels.set(config.targetLabel, mapped(text, ::towlower_l)); break;
    case RelabelAction::Uppercase: labels.set(config.targetLabel, mapped(text, ::towupper_l)); break;
    }
    return true;
}

metric::Result<Relabeling> Relabeling::make(std::span<const RelabelConfig> configs)
{
    Relabeling relabeling;
    for (const auto &config : configs) {
        if (auto fault = faultOf(config); !fault.empty())
            return metric::fail(metric::ErrorCode::InvalidArgument, std::move(fault));
        auto step = std::make_shared<const Step>(config);
        if (!step->regex.ok())
            return metric::fail(metric::ErrorCode::InvalidArgument, fmt::format("regex {:?}: {}", config.regex, step->regex.error()));
        relabeling.m_steps.push_back(std::move(step));
    }
    return relabeling;
}

std::optional<Labels> Relabeling::apply(const Labels &labels) const
{
    if (m_steps.empty())
        return labels;
    LabelSet work(labels);
    for (const auto &step : m_steps) {
        if (!step->apply(work))
            return std::nullopt;
    }
    return work.labels();
}

} // namespace probes
