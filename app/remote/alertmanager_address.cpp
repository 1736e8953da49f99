#include "app/remote/alertmanager_address.h"

#include <QtCore/QRegularExpression>

#include <fmt/format.h>

#include <algorithm>

namespace remote {

using metric::ErrorCode;

metric::Result<QUrl> alertmanagerAddress(const QString &text)
{
    const auto invalid = [](std::string message) { return metric::fail(ErrorCode::InvalidArgument, std::move(message)); };
    QUrl url(text, QUrl::StrictMode);
    // First, so that no message repeats what was secret.
    if (!url.userInfo().isEmpty() || text.contains(u'@'))
        return invalid("an Alertmanager's address must not have a name or a password in it: settings.json is no place for secrets, and the "
                       "keyring, where they belong, cannot be asked yet");
    const auto named = [&](const char *what) {
        return invalid(fmt::format("\"{}\" is no address of an Alertmanager: {}", text.toStdString(), what));
    };
    if (!url.isValid())
        return named("it is no URL");
    if (url.scheme() != u"http" && url.scheme() != u"https")
        return named("it must begin with http:// or https://");
    if (url.host().isEmpty())
        return named("no machine is named");
    if (url.hasQuery() || url.hasFragment())
        return named("there must be nothing after its path");
    auto path = url.path();
    while (path.endsWith(u'/'))
        path.chop(1);
    if (path.endsWith(u"/api/v2/alerts") || path.endsWith(u"/api/v1/alerts"))
        return named("give the address of its own page, without /api/...");
    url.setPath(path);
    return url;
}

AlertmanagerAddresses alertmanagerAddresses(const QString &text)
{
    static const QRegularExpression kSpace(QStringLiteral("\\s+"));
    AlertmanagerAddresses result;
    for (const auto &word : text.split(kSpace, Qt::SkipEmptyParts)) {
        auto address = alertmanagerAddress(word);
        if (!address) {
            result.faults.push_back(address.error().message);
        } else if (std::ranges::find(result.addresses, *address) != result.addresses.end()) {
            continue;
        } else if (result.addresses.size() == AlertmanagerAddresses::kMost) {
            result.faults.push_back(fmt::format("there are more than {} Alertmanagers: the first {} are told", AlertmanagerAddresses::kMost,
                                                AlertmanagerAddresses::kMost));
            break;
        } else {
            result.addresses.push_back(std::move(*address));
        }
    }
    return result;
}

} // namespace remote
