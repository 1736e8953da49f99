#pragma once

#include "models/metric/result.h"

#include <QtCore/QUrl>

#include <string>
#include <vector>

namespace remote {

// The Alertmanager's own address, http or https, to which /api/v2/alerts is added; without a slash at its end. InvalidArgument, with a sentence
// that never repeats a password, for what is none.
metric::Result<QUrl> alertmanagerAddress(const QString &text);

// What a person wrote: addresses separated by white space.
struct AlertmanagerAddresses {
    static constexpr std::size_t kMost = 16;

    std::vector<QUrl> addresses;     // each once
    std::vector<std::string> faults; // a sentence for each that is none, and for those beyond kMost
};
AlertmanagerAddresses alertmanagerAddresses(const QString &text);

} // namespace remote
