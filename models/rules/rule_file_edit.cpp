#include "models/rules/rule_file_edit.h"

#include "models/query/printer.h"
#include "models/rules/rule_file_reader.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace rules {

using metric::ErrorCode;
using metric::Result;

namespace {

using Lines = std::vector<std::string>;

constexpr std::size_t kGroupIndent = 2;
constexpr std::string_view kUnchangeable = "it cannot be changed from here: write it with one field a line, or change it there by hand";

Lines linesOf(std::string_view text)
{
    Lines lines;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        lines.emplace_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

std::string joined(const Lines &lines)
{
    std::string text;
    for (const auto &line : lines)
        text += line + '\n';
    return text;
}

bool isBlank(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }
bool isComment(std::string_view line)
{
    const auto at = line.find_first_not_of(" \t");
    return at != std::string_view::npos && line[at] == '#';
}

std::string scalar(std::string_view text, bool quoted)
{
    YAML::Emitter emitter;
    if (quoted || text.empty())
        emitter << YAML::DoubleQuoted;
    emitter << std::string(text);
    return emitter.c_str();
}

// A field of a rule: its name and its lines, unindented; of one that holds others, those as well.
struct FieldText {
    std::string name;
    Lines lines;
    std::vector<FieldText> inner = {};
};

void addTexts(std::vector<FieldText> &fields, std::string_view name, const std::vector<NamedText> &texts)
{
    if (texts.empty())
        return;
    FieldText field{std::string(name), {fmt::format("{}:", name)}};
    for (const auto &each : texts) {
        const auto line = fmt::format("{}: {}", scalar(each.name, false), scalar(each.value, true));
        field.lines.push_back("  " + line);
        field.inner.push_back({each.name, {line}});
    }
    fields.push_back(std::move(field));
}

std::vector<FieldText> fieldsOf(const Rule &rule)
{
    std::vector<FieldText> fields;
    const bool isAlert = rule.kind == Rule::Kind::Alerting;
    fields.push_back({isAlert ? "alert" : "record", {fmt::format("{}: {}", isAlert ? "alert" : "record", scalar(rule.name, false))}});
    if (rule.expression.find('\n') == std::string::npos) {
        fields.push_back({"expr", {"expr: " + scalar(rule.expression, false)}});
    } else {
        Lines lines{"expr: |-"};
        for (const auto &line : linesOf(rule.expression))
            lines.push_back("  " + line);
        fields.push_back({"expr", std::move(lines)});
    }
    if (rule.forDuration > metric::Duration::zero())
        fields.push_back({"for", {"for: " + query::printDuration(rule.forDuration)}});
    if (rule.keepFiringFor > metric::Duration::zero())
        fields.push_back({"keep_firing_for", {"keep_firing_for: " + query::printDuration(rule.keepFiringFor)}});
    addTexts(fields, "labels", rule.labels);
    addTexts(fields, "annotations", rule.annotations);
    return fields;
}

Lines linesOf(const Rule &rule, std::size_t dash)
{
    Lines lines;
    for (const auto &field : fieldsOf(rule)) {
        for (const auto &line : field.lines)
            lines.push_back(std::string(dash, ' ') + (lines.empty() ? "- " : "  ") + line);
    }
    return lines;
}

bool isSame(const std::vector<NamedText> &a, const std::vector<NamedText> &b)
{
    return std::ranges::equal(a, b, [](const NamedText &x, const NamedText &y) { return x.name == y.name && x.value == y.value; });
}

bool isSame(const Rule &a, const Rule &b)
{
    return a.kind == b.kind && a.name == b.name && a.expression == b.expression && a.forDuration == b.forDuration &&
           a.keepFiringFor == b.keepFiringFor && isSame(a.labels, b.labels) && isSame(a.annotations, b.annotations);
}

// Lines [begin, end) of what begins at that place: as far as they are indented deeper than its dash, without what is blank or a comment at
// the end, which is about what follows.
std::pair<std::size_t, std::size_t> blockAt(const Lines &lines, Position place)
{
    const std::size_t begin = place.line - 1;
    std::size_t end = begin + 1;
    for (auto at = end; at < lines.size(); ++at) {
        const auto first = lines[at].find_first_not_of(' ');
        if (isBlank(lines[at]) || isComment(lines[at]))
            continue;
        if (first + 1 < place.column)
            break;
        end = at + 1;
    }
    return {begin, end};
}

// Of a line "key: value # why", " # why".
std::string trailingComment(std::string_view line)
{
    char quote = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (quote)
            quote = line[i] == '\\' && quote == '"' ? (++i, quote) : line[i] == quote ? char(0) : quote;
        else if ((line[i] == '"' || line[i] == '\'') && i > 0 && line[i - 1] == ' ')
            quote = line[i];
        else if (line[i] == '#' && i > 0 && line[i - 1] == ' ')
            return ' ' + std::string(line.substr(i));
    }
    return {};
}

// The name of a field that is written "name: value", perhaps in quotes; empty where that cannot be told.
std::string keyOf(std::string_view field)
{
    const char quote = field.empty() ? 0 : field.front();
    if (quote != '"' && quote != '\'') {
        const auto end = std::min(field.find(": "), field.find_last_of(':'));
        const auto name = field.substr(0, end);
        return std::string(name.substr(0, name.find_last_not_of(' ') + 1));
    }
    std::size_t end = 1;
    while (end < field.size() && (field[end] != quote || (quote == '\'' && field.substr(end + 1).starts_with('\''))))
        end += field[end] == quote || (field[end] == '\\' && quote == '"') ? 2 : 1;
    try {
        return YAML::Load(std::string(field.substr(0, end + 1))).as<std::string>();
    } catch (const YAML::Exception &) {
        return {};
    }
}

std::size_t spacesOf(std::string_view line) { return std::min(line.find_first_not_of(' '), line.size()); }

const FieldText *find(const std::vector<FieldText> &fields, std::string_view name)
{
    const auto found = std::ranges::find(fields, name, &FieldText::name);
    return found == fields.end() ? nullptr : &*found;
}

// Whether what stays of the fields comes first and in its order, so that the others can be written behind it.
bool isContinued(const std::vector<FieldText> &known, const std::vector<FieldText> &wanted)
{
    auto at = known.begin();
    auto next = wanted.begin();
    while (next != wanted.end()) {
        at = std::find_if(at, known.end(), [&](const FieldText &each) { return each.name == next->name; });
        if (at == known.end())
            break;
        ++at;
        ++next;
    }
    return std::none_of(next, wanted.end(), [&](const FieldText &each) { return find(known, each.name); });
}

// The lines of a block of fields that were `known`, made to say what is wanted: what does not change stays as somebody wrote it, and what is
// commented stays commented.
Lines changed(std::span<const std::string> block, std::size_t indent, const std::vector<FieldText> &known, const std::vector<FieldText> &wanted)
{
    const auto nameAt = [&](std::size_t at) {
        const auto &line = block[at];
        return isBlank(line) || isComment(line) || spacesOf(line) != indent ? std::string() : keyOf(std::string_view(line).substr(indent));
    };
    Lines result;
    std::vector<std::string> seen;
    for (std::size_t at = 0; at < block.size();) {
        auto next = at + 1;
        while (next < block.size() && nameAt(next).empty())
            ++next;
        const auto field = block.subspan(at, next - at);
        seen.push_back(nameAt(at));
        const auto *before = find(known, seen.back());
        const auto *now = find(wanted, seen.back());
        const auto lines = now ? now->lines : Lines{};
        const auto isInner = [&](const std::string &line) { return !isBlank(line) && !isComment(line) && spacesOf(line) > indent; };
        const auto inner = std::ranges::find_if(field.subspan(1), isInner);
        if (lines == (before ? before->lines : Lines{})) {
            std::ranges::copy(field, std::back_inserter(result));
        } else if (before && now && !before->inner.empty() && inner != field.subspan(1).end() && isContinued(before->inner, now->inner)) {
            result.push_back(field.front());
            std::ranges::copy(changed(field.subspan(1), spacesOf(*inner), before->inner, now->inner), std::back_inserter(result));
        } else {
            for (std::size_t i = 0; i < lines.size(); ++i)
                result.push_back(std::string(indent, ' ') + lines[i] + (i == 0 ? trailingComment(field.front()) : std::string()));
            // Deeper in a text of several lines a # is no comment, and a blank line is its own.
            const bool isText = before && before->inner.empty();
            const auto isRemark = [&](const std::string &line) { return isComment(line) && (!isText || spacesOf(line) <= indent); };
            auto rest = field.subspan(1);
            auto end = rest.size();
            while (end > 0 && (isBlank(rest[end - 1]) || isRemark(rest[end - 1])))
                --end;
            std::ranges::copy_if(rest.first(end), std::back_inserter(result), isRemark);
            std::ranges::copy(rest.subspan(end), std::back_inserter(result));
        }
        at = next;
    }
    for (const auto &field : wanted) {
        if (std::ranges::find(seen, field.name) != seen.end())
            continue;
        for (const auto &line : field.lines)
            result.push_back(std::string(indent, ' ') + line);
    }
    return result;
}

// The lines of a rule that was `before`, made to say what `now` says.
Lines changed(Lines block, const Rule &before, const Rule &now)
{
    const auto indent = before.place.column - 1;
    const bool hasDash = indent >= 2 && block.front()[indent - 2] == '-';
    if (hasDash)
        block.front()[indent - 2] = ' ';
    auto result = changed(block, indent, fieldsOf(before), fieldsOf(now));
    if (hasDash && !result.empty())
        result.front()[indent - 2] = '-';
    return result;
}

struct Found {
    RuleFile file;
    const RuleGroup *group = nullptr;
    const Rule *rule = nullptr;
};

Result<Found> locate(std::string_view text, std::string_view group, std::string_view name)
{
    auto file = readRuleFile(text);
    if (!file) {
        const auto &fault = file.error().front();
        return metric::fail(ErrorCode::Conflict, fmt::format("line {}: {}", fault.place.line, fault.message));
    }
    Found found{std::move(*file)};
    if (const auto at = std::ranges::find(found.file.groups, group, &RuleGroup::name); at != found.file.groups.end()) {
        found.group = &*at;
        if (const auto rule = std::ranges::find(at->rules, name, &Rule::name); rule != at->rules.end())
            found.rule = &*rule;
    }
    return found;
}

void replace(Lines &lines, std::pair<std::size_t, std::size_t> block, const Lines &with)
{
    lines.erase(lines.begin() + std::ptrdiff_t(block.first), lines.begin() + std::ptrdiff_t(block.second));
    lines.insert(lines.begin() + std::ptrdiff_t(block.first), with.begin(), with.end());
}

// What the file must say afterwards, and nothing else.
Result<std::string> checked(const Lines &lines, const RuleFile &wanted)
{
    auto text = joined(lines);
    const auto same = [](const RuleGroup &a, const RuleGroup &b) {
        return a.name == b.name && a.interval == b.interval && a.queryOffset == b.queryOffset && a.limit == b.limit && isSame(a.labels, b.labels) &&
               std::ranges::equal(a.rules, b.rules, [](const Rule &x, const Rule &y) { return isSame(x, y); });
    };
    const auto now = readRuleFile(text);
    if (!now)
        return metric::fail(ErrorCode::Conflict, fmt::format("{} ({})", kUnchangeable, now.error().front().message));
    if (!std::ranges::equal(now->groups, wanted.groups, same))
        return metric::fail(ErrorCode::Conflict, std::string(kUnchangeable));
    return text;
}

tl::unexpected<metric::Error> missing(std::string_view group, std::string_view name)
{
    return metric::fail(ErrorCode::NotFound, fmt::format("there is no rule \"{}\" in the group \"{}\"", name, group));
}

} // namespace

Result<std::string> withRule(std::string_view text, const RulePlace &place, const Rule &rule)
{
    auto found = locate(text, place.group, place.replaces);
    if (!found)
        return tl::unexpected(found.error());
    if (!place.replaces.empty() && !found->rule)
        return missing(place.group, place.replaces);
    auto lines = linesOf(text);
    auto wanted = found->file;
    if (!found->group) {
        if (wanted.groups.empty() && std::ranges::none_of(lines, [](const std::string &line) { return line.starts_with("groups:"); }))
            lines.emplace_back("groups:");
        const auto indent = wanted.groups.empty() || wanted.groups.back().place.column < 3 ? kGroupIndent : wanted.groups.back().place.column - 3;
        lines.push_back(fmt::format("{:{}}- name: {}", "", indent, scalar(place.group, false)));
        if (place.interval)
            lines.push_back(fmt::format("{:{}}interval: {}", "", indent + 2, query::printDuration(*place.interval)));
        lines.push_back(fmt::format("{:{}}rules:", "", indent + 2));
        std::ranges::copy(linesOf(rule, indent + 4), std::back_inserter(lines));
        RuleGroup added;
        added.name = place.group;
        added.interval = place.interval;
        added.rules.push_back(rule);
        wanted.groups.push_back(std::move(added));
        return checked(lines, wanted);
    }
    auto &rules = wanted.groups[std::size_t(found->group - found->file.groups.data())].rules;
    if (found->rule) {
        const auto block = blockAt(lines, found->rule->place);
        const Lines before(lines.begin() + std::ptrdiff_t(block.first), lines.begin() + std::ptrdiff_t(block.second));
        replace(lines, block, changed(before, *found->rule, rule));
        rules[std::size_t(found->rule - found->group->rules.data())] = rule;
        return checked(lines, wanted);
    }
    if (rules.empty() || rules.back().place.column < 3)
        return metric::fail(ErrorCode::Conflict, std::string(kUnchangeable));
    const auto end = blockAt(lines, rules.back().place).second;
    replace(lines, {end, end}, linesOf(rule, rules.back().place.column - 3));
    rules.push_back(rule);
    return checked(lines, wanted);
}

Result<std::string> withoutRule(std::string_view text, std::string_view group, std::string_view name)
{
    auto found = locate(text, group, name);
    if (!found)
        return tl::unexpected(found.error());
    if (!found->rule)
        return missing(group, name);
    auto lines = linesOf(text);
    auto wanted = found->file;
    const auto groupAt = std::size_t(found->group - found->file.groups.data());
    auto &rules = wanted.groups[groupAt].rules;
    // A group without rules is none: it goes with its last one.
    const bool isLast = rules.size() == 1;
    replace(lines, blockAt(lines, isLast ? found->group->place : found->rule->place), {});
    if (isLast)
        wanted.groups.erase(wanted.groups.begin() + std::ptrdiff_t(groupAt));
    else
        rules.erase(rules.begin() + (found->rule - found->group->rules.data()));
    return checked(lines, wanted);
}

} // namespace rules
