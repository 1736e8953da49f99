#pragma once

#include "models/query/tree.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace query {

// What a function takes and gives, and of which kind it is. How it computes stands with the evaluation.
struct Function {
    std::string_view name;
    std::span<const ValueType> arguments;
    // How many of the last may be left out; kAnyNumber: the last may come any number of times, none included.
    int optional;
    ValueType result;
    bool experimental = false; // Prometheus wants a flag for it; here it always works
    bool nativeHistogramsOnly = false;

    static constexpr int kAnyNumber = -1;
};

// All of Prometheus 3.5, ascending by name.
std::span<const Function> functions();
// Null where there is none.
const Function *findFunction(std::string_view name);

} // namespace query
