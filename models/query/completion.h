#pragma once

#include "models/query/tree.h"
#include "models/series/matcher.h"

#include <string>
#include <string_view>
#include <vector>

// What may stand where somebody is typing an expression. It asks nobody: which metrics, labels and values there are is for who
// reads the answer to find out.
namespace query {

enum class CompletionKind : std::uint8_t {
    Nothing,    // in a comment, a plain string, a number
    Expression, // metrics, functions and aggregators, and `words`
    Keyword,    // `words` alone: an operand is over
    LabelName,
    LabelValue, // of `label`
    Duration    // `words`, a number's units among them
};

struct CompletionPlace {
    CompletionKind kind = CompletionKind::Nothing;
    Span replaced;      // what a choice takes the place of; the rest of the word behind the cursor belongs to it
    std::string prefix; // what is typed of it so far
    std::vector<std::string> words;
    std::string label;   // LabelValue: whose; such a name is a metric where it is __name__
    char quote = 0;      // LabelValue: which the string began with; 0 where it is to be begun
    bool closed = false; // LabelValue: the string has its end already
    // LabelName, LabelValue: a series that satisfies all of one of these has such labels. Those typed so far, without the one
    // being typed; all series where there are none.
    std::vector<std::vector<series::Matcher>> selectors;
};

// REQUIRES: cursor, in bytes, within the text.
CompletionPlace completionAt(std::string_view text, std::uint32_t cursor);

// What is to stand at `replaced` where that name, value or word was chosen: quoted where it has to be.
std::string completed(const CompletionPlace &place, std::string_view choice);

// What the language brings, for CompletionKind::Expression.
struct LanguageWord {
    std::string name;
    std::string signature; // "rate(range vector)"; "sum by (label, ...) (instant vector)"
    bool aggregator = false;
};
// Functions and aggregators, ascending by name; without those that work on native histograms alone.
const std::vector<LanguageWord> &languageWords();

// How well a candidate fits what is typed, without regard to case: 0 it begins so, 1 a word within it does, 2 it is within; -1 not
// at all. Everything fits an empty prefix.
int completionRank(std::string_view candidate, std::string_view prefix);

} // namespace query
