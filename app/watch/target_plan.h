#pragma once

#include "models/health/health_snapshot.h"
#include "models/targets/target.h"
#include "probes/options.h"
#include "probes/runner/lane.h"

#include <QtCore/QMap>
#include <QtCore/QStringList>

namespace app {

// What stands in Target::options for a secret: where to look for it, and nothing of it.
QString secretReference(const QString &targetId, const QString &field);
bool isSecretReference(const QString &option);
// Those that the target's options refer to.
QStringList secretsOf(const targets::Target &target);

// Secrets by reference, and why one is not to be had.
struct SecretTexts {
    QMap<QString, QString> found{};
    QMap<QString, QString> missing{};
};

// What the probe is told: the options with the secrets in the place of their references. InvalidArgument: one is missing.
metric::Result<probes::Options> optionsOf(const targets::Target &target, const SecretTexts &secrets);

// How a target that the user added is asked. Where its check cannot be made (an option that makes no sense, a secret that is
// missing), the plan is one whose verdict says so.
probes::TargetPlan planOf(const targets::Target &target, const SecretTexts &secrets);

health::CheckPlan checkPlanOf(const targets::Target &target);

} // namespace app
