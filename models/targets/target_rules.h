#pragma once

#include "models/targets/check_kind.h"

#include <optional>
#include <span>
#include <vector>

namespace targets {

// Where a fault is that concerns what all checks have; Fault::field is one of these or a Field::key.
inline constexpr const char *kNameField = "@name";
inline constexpr const char *kIntervalField = "@interval";
inline constexpr const char *kRetriesField = "@retries";
inline constexpr const char *kSlowAfterField = "@slow_after";
inline constexpr const char *kBehindField = "@behind";
inline constexpr const char *kObjectiveField = "@objective";

inline constexpr int kMostRetries = 10;
inline constexpr double kLongestInterval = 86400; // seconds

// What is wrong with a field, in words for whoever fills it in. No message holds what stands in a secret.
struct Fault {
    QString field;
    QString message;
    friend bool operator==(const Fault &, const Fault &) = default;
};

// In the order of the form: the address, the kind's fields, what all checks have. Empty: it can be watched. `others` are the targets
// that there are; the one of the same id is not held against it. A secret that is to be kept needs no text here.
std::vector<Fault> validate(const Target &target, const CheckKind &kind, std::span<const Target> others);

// Seconds; empty where the kind has no timeout or what is said is none.
std::optional<double> timeoutOf(const Target &target, const CheckKind &kind);

// A number as people write it in a form and as targets.json has it: "10", "0.5".
std::optional<double> numberOf(const QString &text);
QString numberText(double number);

} // namespace targets
