#pragma once

#include "app/secrets/secret_store.h"
#include "app/watch/target_plan.h"
#include "models/metric/verdict.h"
#include "models/targets/target_store.h"
#include "probes/runner/runner.h"

#include <QtCore/QMap>
#include <QtCore/QObject>
#include <QtCore/QSet>

#include <functional>
#include <memory>

namespace app {

// Sees to it that what the user wants watched is asked: makes plans of the targets, with their secrets, and gives them to the
// runner; again where a target or a secret changes. Lives in the main thread.
class Watcher : public QObject {
    Q_OBJECT

public:
    // REQUIRES: all outlive it.
    Watcher(targets::TargetStore &targets, secrets::SecretStore &secrets, probes::Runner &runner, const metric::Clock &clock);
    ~Watcher() override;

    // Takes up what there is; from now on every change too.
    void start();

    // Puts the target, whose secrets (by field key) were typed just now: they are kept first, so that no file ever holds them.
    // `done` hears a fault of either, in words for the user; what could be kept is.
    using Done = std::function<void(metric::Result<void>)>;
    void put(targets::Target target, const QMap<QString, QString> &typed, Done done);
    // Also its secrets, once it cannot be had back any more: see forget().
    metric::Result<void> remove(const QString &id);
    // The secrets of a removed target.
    void forget(const targets::Target &target);

    void checkNow(const QString &id) { m_runner.collectNow(id.toStdString()); }

    // One round of a target that need not be kept, beside everything else. `done` is called in this thread.
    using Tried = std::function<void(const metric::Verdict &verdict)>;
    void tryOut(const targets::Target &target, const QMap<QString, QString> &typed, Tried done);

private:
    void follow();
    void plan(const targets::Target &target);

    targets::TargetStore &m_targets;
    secrets::SecretStore &m_secrets;
    probes::Runner &m_runner;
    const metric::Clock &m_clock;
    QMap<QString, targets::Target> m_planned; // as they are asked, or will be when their secrets come
};

} // namespace app
