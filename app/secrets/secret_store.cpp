#include "app/secrets/secret_store.h"

#include <QtCore/QDir>
#include <QtDBus/QDBusConnection>
#include <QtDBus/QDBusConnectionInterface>

#include <qt6keychain/keychain.h>

#include <algorithm>
#include <memory>

namespace secrets {

using metric::ErrorCode;

static const auto kService = QStringLiteral("vedette");

// Answers when all that it waits for has been settled; never where the store is destroyed before.
struct SecretStore::Reading {
    Found done;
    int open = 1;
    Secrets secrets{};
    QMap<QString, QString> missing{};

    void settle()
    {
        if (--open == 0)
            done(secrets, missing);
    }
};

struct SecretStore::Writing {
    Kept done;
    int open = 1;
    QString trouble{};

    void settle()
    {
        if (--open > 0)
            return;
        if (trouble.isEmpty())
            done(Place::Keyring);
        else
            done(metric::fail(ErrorCode::Unavailable, trouble.toStdString()));
    }
};

bool keyringIsThere()
{
    const auto *bus = QDBusConnection::sessionBus().interface();
    if (!bus)
        return false;
    static const QStringList kKeyrings{QStringLiteral("org.freedesktop.secrets"), QStringLiteral("org.kde.kwalletd5"),
                                       QStringLiteral("org.kde.kwalletd6")};
    const QStringList startable = bus->activatableServiceNames();
    return std::ranges::any_of(kKeyrings, [&](const QString &name) { return bus->isServiceRegistered(name).value() || startable.contains(name); });
}

SecretStore::SecretStore(const QString &directory, QObject *parent)
    : QObject(parent), m_path(QDir(directory).filePath(QStringLiteral("secrets.vault")))
{
}

Place SecretStore::place() const
{
    if (m_file)
        return Place::File;
    return !isLocked() && keyringIsThere() ? Place::Keyring : Place::ThisRun;
}

void SecretStore::read(const QStringList &ids, Found done)
{
    const auto reading = std::make_shared<Reading>(Reading{std::move(done)});
    for (const auto &id : ids) {
        if (const auto known = m_known.constFind(id); known != m_known.constEnd())
            reading->secrets.insert(id, *known);
        else if (m_file && m_file->all().contains(id))
            reading->secrets.insert(id, m_file->all().value(id));
        else if (keyringIsThere())
            readFromKeyring(id, reading);
        else
            reading->missing.insert(id, isLocked() ? QStringLiteral("the secrets are locked: unlock them with their passphrase")
                                                   : QStringLiteral("there is no keyring: type it in again"));
    }
    reading->settle();
}

void SecretStore::readFromKeyring(const QString &id, const std::shared_ptr<Reading> &reading)
{
    auto *job = new QKeychain::ReadPasswordJob(kService, this);
    job->setInsecureFallback(false);
    job->setKey(id);
    connect(job, &QKeychain::Job::finished, this, [this, job, id, reading] {
        if (job->error() == QKeychain::NoError) {
            m_known.insert(id, job->textData());
            reading->secrets.insert(id, job->textData());
        } else if (isLocked()) {
            reading->missing.insert(id, QStringLiteral("the secrets are locked: unlock them with their passphrase"));
        } else if (job->error() == QKeychain::EntryNotFound) {
            reading->missing.insert(id, QStringLiteral("the keyring does not have it: type it in again"));
        } else {
            reading->missing.insert(id, QStringLiteral("the keyring does not give it (%1)").arg(job->errorString()));
        }
        reading->settle();
    });
    ++reading->open;
    job->start();
}

void SecretStore::write(const Secrets &secrets, Kept done)
{
    m_known.insert(secrets);
    const auto home = place();
    if (home == Place::File) {
        if (const auto put = m_file->put(secrets); !put)
            done(tl::unexpected(put.error()));
        else
            done(Place::File);
        return;
    }
    m_homeless.insert(secrets);
    if (home == Place::ThisRun) {
        done(Place::ThisRun);
        return;
    }
    const auto writing = std::make_shared<Writing>(Writing{std::move(done)});
    for (auto at = secrets.begin(); at != secrets.end(); ++at)
        writeToKeyring(at.key(), at.value(), writing);
    writing->settle();
}

void SecretStore::writeToKeyring(const QString &id, const QString &secret, const std::shared_ptr<Writing> &writing)
{
    auto *job = new QKeychain::WritePasswordJob(kService, this);
    job->setInsecureFallback(false);
    job->setKey(id);
    job->setTextData(secret);
    connect(job, &QKeychain::Job::finished, this, [this, job, id, writing] {
        if (job->error() == QKeychain::NoError)
            m_homeless.remove(id);
        else
            writing->trouble = QStringLiteral("the keyring does not take it (%1); it is known for this run alone").arg(job->errorString());
        writing->settle();
    });
    ++writing->open;
    job->start();
}

void SecretStore::remove(const QStringList &ids)
{
    const bool inKeyring = keyringIsThere();
    for (const auto &id : ids) {
        m_known.remove(id);
        m_homeless.remove(id);
        if (m_file)
            (void)m_file->remove(id); // what cannot be removed is worth nothing without the passphrase
        if (!inKeyring)
            continue;
        auto *job = new QKeychain::DeletePasswordJob(kService, this);
        job->setInsecureFallback(false);
        job->setKey(id);
        job->start();
    }
}

metric::Result<void> SecretStore::unlock(const QString &passphrase)
{
    auto opened = EncryptedFile::open(m_path, passphrase);
    if (!opened)
        return tl::unexpected(opened.error());
    m_file = std::move(*opened);
    Q_EMIT unlocked();
    return {};
}

metric::Result<void> SecretStore::createFile(const QString &passphrase)
{
    auto made = EncryptedFile::create(m_path, passphrase);
    if (!made)
        return tl::unexpected(made.error());
    if (auto put = made->put(m_homeless); !put)
        return put;
    m_homeless.clear();
    m_file = std::move(*made);
    return {};
}

} // namespace secrets
