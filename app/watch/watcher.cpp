#include "app/watch/watcher.h"

#include "models/metric/series_interner.h"
#include "models/targets/check_kind.h"
#include "probes/source/no_source.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QPointer>
#include <QtCore/QThreadPool>

namespace app {

using metric::Result;

// What decides how it is asked; a new name, say, does not.
static bool isAskedAlike(const targets::Target &a, const targets::Target &b)
{
    return a.check == b.check && a.instance == b.instance && a.options == b.options && a.interval == b.interval && a.paused == b.paused;
}

Watcher::Watcher(targets::TargetStore &targets, secrets::SecretStore &secrets, probes::Runner &runner, const metric::Clock &clock)
    : m_targets(targets), m_secrets(secrets), m_runner(runner), m_clock(clock)
{
}

Watcher::~Watcher() = default;

void Watcher::start()
{
    connect(&m_targets, &targets::TargetStore::changed, this, &Watcher::follow);
    connect(&m_secrets, &secrets::SecretStore::unlocked, this, [this] {
        for (const auto &target : QMap(m_planned)) {
            if (!secretsOf(target).isEmpty())
                plan(target);
        }
    });
    follow();
}

void Watcher::follow()
{
    auto before = std::exchange(m_planned, {});
    for (const auto &target : m_targets.all()) {
        const auto known = before.constFind(target.id);
        const bool alike = known != before.constEnd() && isAskedAlike(*known, target);
        m_planned.insert(target.id, target);
        if (!alike)
            plan(target);
        before.remove(target.id);
    }
    for (const auto &gone : before)
        m_runner.remove(gone.id.toStdString());
}

void Watcher::plan(const targets::Target &target)
{
    if (target.paused) {
        m_runner.remove(target.id.toStdString());
        return;
    }
    m_secrets.read(secretsOf(target), [self = QPointer(this), target](const auto &found, const auto &missing) {
        // The keyring may have taken its time.
        const auto now = self ? self->m_planned.constFind(target.id) : QMap<QString, targets::Target>::const_iterator();
        if (self && now != self->m_planned.constEnd() && isAskedAlike(*now, target))
            self->m_runner.add(planOf(target, {found, missing}));
    });
}

void Watcher::put(targets::Target target, const QMap<QString, QString> &typed, Done done)
{
    secrets::SecretStore::Secrets kept;
    for (auto at = typed.begin(); at != typed.end(); ++at) {
        const auto reference = secretReference(target.id, at.key());
        target.options.insert(at.key(), reference);
        kept.insert(reference, at.value());
    }
    const auto store = [this, target, replanned = !kept.isEmpty(), done = std::move(done)](const Result<secrets::Place> &place) {
        if (replanned)
            m_planned.remove(target.id); // the reference is the old one, what it stands for is not
        if (auto put = m_targets.put(target); !put) {
            follow();
            done(put);
        } else if (!place) {
            done(tl::unexpected(place.error()));
        } else {
            done({});
        }
    };
    if (kept.isEmpty())
        store(secrets::Place::ThisRun);
    else
        m_secrets.write(kept, store);
}

Result<void> Watcher::remove(const QString &id) { return m_targets.remove(id); }

void Watcher::forget(const targets::Target &target)
{
    if (!m_targets.find(target.id))
        m_secrets.remove(secretsOf(target));
}

void Watcher::tryOut(const targets::Target &target, const QMap<QString, QString> &typed, Tried done)
{
    m_secrets.read(secretsOf(target), [self = QPointer(this), target, typed, done = std::move(done)](const auto &found, const auto &missing) {
        if (!self)
            return;
        SecretTexts texts{found, missing};
        auto tried = target;
        for (auto at = typed.begin(); at != typed.end(); ++at) {
            const auto reference = secretReference(target.id, at.key());
            tried.options.insert(at.key(), reference);
            texts.found.insert(reference, at.value());
        }
        auto plan = std::make_shared<probes::TargetPlan>(planOf(tried, texts));
        // Beside the gui thread; a probe keeps its own deadline, so that the thread comes back.
        QThreadPool::globalInstance()->start([self, plan, &clock = self->m_clock, done] {
            metric::Verdict verdict;
            metric::Batch batch;
            batch.time = clock.now();
            metric::SeriesInterner interner(metric::Labels{});
            metric::BatchBuilder builder(batch, interner);
            const auto collected = plan->probes.front()->collect(*plan->source, clock, builder);
            if (auto judged = builder.takeVerdict())
                verdict = std::move(*judged);
            else if (!collected)
                verdict = {.reason = metric::Reason::Protocol, .message = collected.error().message};
            else
                verdict.message = std::to_string(batch.samples.size()) + " samples";
            QMetaObject::invokeMethod(
                QCoreApplication::instance(),
                [self, verdict = std::move(verdict), done] {
                    if (self)
                        done(verdict);
                },
                Qt::QueuedConnection);
        });
    });
}

} // namespace app
