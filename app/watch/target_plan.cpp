#include "app/watch/target_plan.h"

#include "app/watch/check_factory.h"
#include "models/metric/labels.h"
#include "models/targets/check_kind.h"
#include "probes/source/no_source.h"

#include <algorithm>
#include <cmath>

namespace app {

using metric::Result;

static constexpr QLatin1String kReference("secret:");

namespace {

// Stands in for a check that cannot be made, and says why.
class RefusedProbe final : public probes::Probe {
public:
    RefusedProbe(std::string job, std::string why) : m_job(std::move(job)), m_why(std::move(why)) {}

    std::string_view name() const override { return "check"; }
    std::string_view job() const override { return m_job; }
    Result<void> collect(probes::Source &, const metric::Clock &, metric::BatchBuilder &batch) override
    {
        batch.judge({.reason = metric::Reason::Options, .message = m_why});
        return {};
    }

private:
    std::string m_job;
    std::string m_why;
};

metric::Duration milliseconds(double seconds) { return metric::Duration(std::llround(seconds * 1000)); }

} // namespace

QString secretReference(const QString &targetId, const QString &field) { return kReference + targetId + u'/' + field; }
bool isSecretReference(const QString &option) { return option.startsWith(kReference); }

QStringList secretsOf(const targets::Target &target)
{
    QStringList references;
    const auto *kind = targets::checkKind(target.check);
    for (const auto &field : kind ? kind->fields : std::span<const targets::Field>()) {
        const auto option = target.options.value(QLatin1String(field.key));
        if (field.type == targets::FieldType::Secret && isSecretReference(option))
            references << option;
    }
    return references;
}

Result<probes::Options> optionsOf(const targets::Target &target, const SecretTexts &secrets)
{
    const auto references = secretsOf(target);
    probes::Options options;
    for (auto at = target.options.begin(); at != target.options.end(); ++at) {
        auto text = at.value();
        if (references.contains(text)) {
            if (!secrets.found.contains(text)) {
                const auto why = secrets.missing.value(text, QStringLiteral("it is not known"));
                return metric::fail(metric::ErrorCode::InvalidArgument, QStringLiteral("%1: %2").arg(at.key(), why).toStdString());
            }
            text = secrets.found.value(text);
        }
        options.insert_or_assign(at.key().toStdString(), text.toStdString());
    }
    return options;
}

probes::TargetPlan planOf(const targets::Target &target, const SecretTexts &secrets)
{
    probes::TargetPlan plan;
    plan.id = target.id.toStdString();
    plan.instance = target.instance.toStdString();
    plan.interval = milliseconds(target.interval);
    // The same for every run of the program, so that the samples of a target stay on one grid.
    plan.offset = metric::Duration(std::int64_t(metric::hashBytes(plan.id) % std::uint64_t(plan.interval.count())));
    plan.source = std::make_unique<probes::NoSource>();
    const auto options = optionsOf(target, secrets);
    auto probe = options ? makeProbe(target.check, *options) : tl::unexpected(options.error());
    if (probe)
        plan.probes.push_back(std::move(*probe));
    else
        plan.probes.push_back(std::make_unique<RefusedProbe>(targets::jobOf(target).toStdString(), probe.error().message));
    return plan;
}

health::CheckPlan checkPlanOf(const targets::Target &target)
{
    health::CheckPlan plan;
    plan.target = target.id.toStdString();
    plan.name = target.name.toStdString();
    plan.instance = target.instance.toStdString();
    plan.job = targets::jobOf(target).toStdString();
    plan.interval = milliseconds(target.interval);
    plan.retries = target.retries;
    if (target.slowAfter > 0)
        plan.slowAfter = milliseconds(target.slowAfter);
    plan.upsideDown = target.upsideDown;
    plan.paused = target.paused;
    std::ranges::transform(target.behind, std::back_inserter(plan.behind), &QString::toStdString);
    plan.objective = target.objective;
    return plan;
}

} // namespace app
