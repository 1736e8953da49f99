#include "models/targets/check_kind.h"

#include <algorithm>
#include <array>

namespace targets {

std::span<const CheckKind *const> checkKinds()
{
    static constexpr std::array kKinds{&kHttpCheck, &kScrapeCheck, &kPostgresCheck, &kRedisCheck, &kElasticsearchCheck,
                                       &kTcpCheck,  &kTlsCheck,    &kDnsCheck,      &kIcmpCheck};
    return kKinds;
}

const CheckKind *checkKind(QStringView id)
{
    const auto kinds = checkKinds();
    const auto found = std::ranges::find_if(kinds, [&](const CheckKind *kind) { return QLatin1String(kind->id) == id; });
    return found == kinds.end() ? nullptr : *found;
}

QString jobOf(const Target &target)
{
    const auto chosen = target.options.value(QStringLiteral("job"));
    const auto *kind = checkKind(target.check);
    return chosen.isEmpty() && kind ? QString::fromLatin1(kind->job) : chosen;
}

} // namespace targets
