#include "models/targets/target_store.h"

#include "models/settings/json_file.h"
#include "models/targets/target_json.h"

#include <QtCore/QDir>
#include <QtCore/QJsonArray>

#include <algorithm>

namespace targets {

static constexpr qint64 kMostBytes = 64 << 20; // tens of thousands of targets
static constexpr auto kList = "targets";

metric::Result<std::unique_ptr<TargetStore>> TargetStore::open(const QString &directory)
{
    std::unique_ptr<TargetStore> store(new TargetStore(QDir(directory).filePath(QStringLiteral("targets.json"))));
    auto read = settings::readJsonFile(store->m_path, kMostBytes);
    if (!read)
        return tl::unexpected(read.error());
    const auto damaged = [&](const QString &id, const QString &why) {
        const auto quoted = '"' + (id.isEmpty() ? QByteArray(kList) : id.toUtf8()) + '"';
        return tl::unexpected(settings::damagedFile(store->m_path, std::max(qsizetype(0), read->bytes.indexOf(quoted)), why));
    };
    const auto list = read->object.value(QLatin1String(kList));
    if (!list.isArray() && !list.isUndefined())
        return damaged({}, QStringLiteral("targets must be a list"));
    for (const auto &each : list.toArray()) {
        QString wrong;
        const auto id = each.toObject().value(QLatin1String("id")).toString();
        const auto target = targetFromJson(each.toObject(), wrong);
        if (!target)
            return damaged(id, wrong);
        if (store->find(id))
            return damaged(id, QStringLiteral("two targets have this id"));
        store->m_targets << *target;
    }
    store->m_file = std::move(read->object);
    return store;
}

const Target *TargetStore::find(QStringView id) const
{
    const auto found = std::ranges::find_if(m_targets, [&](const Target &target) { return target.id == id; });
    return found == m_targets.end() ? nullptr : &*found;
}

metric::Result<void> TargetStore::put(const Target &target) { return put(QList<Target>{target}); }

metric::Result<void> TargetStore::put(const QList<Target> &targets)
{
    auto all = m_targets;
    for (const auto &target : targets) {
        const auto found = std::ranges::find(all, target.id, &Target::id);
        if (found == all.end())
            all << target;
        else
            *found = target;
    }
    return save(all);
}

metric::Result<void> TargetStore::remove(QStringView id)
{
    auto all = m_targets;
    if (all.removeIf([&](const Target &target) { return target.id == id; }) == 0)
        return {};
    for (auto &target : all)
        target.behind.removeIf([&](const QString &other) { return other == id; });
    return save(all);
}

metric::Result<void> TargetStore::save(const QList<Target> &targets)
{
    QMap<QString, QJsonObject> before;
    for (const auto &each : m_file.value(QLatin1String(kList)).toArray())
        before.insert(each.toObject().value(QLatin1String("id")).toString(), each.toObject());
    QJsonArray list;
    for (const auto &target : targets)
        list << targetToJson(target, before.value(target.id));
    auto file = m_file;
    file.insert(QLatin1String(kList), list);
    if (auto written = settings::writeJsonFile(m_path, file); !written)
        return written;
    m_file = std::move(file);
    m_targets = targets;
    Q_EMIT changed();
    return {};
}

} // namespace targets
