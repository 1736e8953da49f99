#include "app/remote/alertmanager_sender.h"

#include <QtNetwork/QNetworkAccessManager>

#include <algorithm>
#include <memory>

namespace remote {

// What lives in the thread: the links, and the network that they share.
class AlertmanagerSender::Desk : public QObject {
public:
    explicit Desk(AlertmanagerSender &sender) : m_sender(sender) {}

    void setAddresses(const std::vector<QUrl> &addresses)
    {
        if (!m_network)
            m_network = std::make_unique<QNetworkAccessManager>();
        std::vector<std::unique_ptr<AlertmanagerLink>> links;
        for (const auto &address : addresses) {
            const auto known = std::ranges::find_if(m_links, [&](const auto &link) { return link && link->address() == address; });
            const bool isNew = known == m_links.end();
            links.push_back(isNew ? std::make_unique<AlertmanagerLink>(address, *m_network, m_sender.m_parts.clock, m_sender.m_parts.limits,
                                                                       [this](const AlertmanagerFigures &figures) { m_sender.note(figures); })
                                  : std::move(*known));
            links.back()->setOwnAddress(m_ownAddress);
            if (isNew && m_snapshot)
                links.back()->take(*m_snapshot);
        }
        m_links = std::move(links);
    }

    void setOwnAddress(const QUrl &address)
    {
        m_ownAddress = address;
        for (const auto &link : m_links)
            link->setOwnAddress(address);
    }

    void take(alerts::AlertSnapshotRef snapshot)
    {
        m_snapshot = std::move(snapshot);
        for (const auto &link : m_links)
            link->take(*m_snapshot);
    }

private:
    AlertmanagerSender &m_sender;
    std::unique_ptr<QNetworkAccessManager> m_network;
    alerts::AlertSnapshotRef m_snapshot;
    QUrl m_ownAddress;
    std::vector<std::unique_ptr<AlertmanagerLink>> m_links;
};

AlertmanagerSender::AlertmanagerSender(AlertmanagerSenderParts parts) : m_parts(std::move(parts)), m_desk(new Desk(*this))
{
    m_desk->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_desk, &QObject::deleteLater);
    m_thread.setObjectName(QStringLiteral("alertmanager"));
    m_thread.start();
}

AlertmanagerSender::~AlertmanagerSender()
{
    m_thread.quit();
    m_thread.wait();
}

void AlertmanagerSender::setAddresses(std::vector<QUrl> addresses)
{
    {
        const std::lock_guard lock(m_mutex);
        std::vector<AlertmanagerFigures> figures;
        for (const auto &address : addresses) {
            const auto name = address.toString().toStdString();
            const auto known = std::ranges::find(m_figures, name, &AlertmanagerFigures::address);
            figures.push_back(known != m_figures.end() ? *known : AlertmanagerFigures{.address = name});
        }
        m_figures = std::move(figures);
    }
    QMetaObject::invokeMethod(
        m_desk, [desk = m_desk, addresses = std::move(addresses)] { desk->setAddresses(addresses); }, Qt::QueuedConnection);
}

void AlertmanagerSender::setOwnAddress(QUrl address)
{
    QMetaObject::invokeMethod(
        m_desk, [desk = m_desk, address = std::move(address)] { desk->setOwnAddress(address); }, Qt::QueuedConnection);
}

void AlertmanagerSender::take(alerts::AlertSnapshotRef snapshot)
{
    {
        const std::lock_guard lock(m_mutex);
        m_snapshot = std::move(snapshot);
        if (std::exchange(m_isPosted, true))
            return;
    }
    const auto fetch = [this] {
        alerts::AlertSnapshotRef newest;
        {
            const std::lock_guard lock(m_mutex);
            newest = m_snapshot;
            m_isPosted = false;
        }
        m_desk->take(std::move(newest));
    };
    QMetaObject::invokeMethod(m_desk, fetch, Qt::QueuedConnection);
}

std::vector<AlertmanagerFigures> AlertmanagerSender::figures() const
{
    const std::lock_guard lock(m_mutex);
    return m_figures;
}

void AlertmanagerSender::note(const AlertmanagerFigures &figures)
{
    bool isNews = false;
    {
        const std::lock_guard lock(m_mutex);
        const auto known = std::ranges::find(m_figures, figures.address, &AlertmanagerFigures::address);
        if (known == m_figures.end())
            return; // of one that is no longer told
        isNews = known->trouble != figures.trouble || !known->isUp;
        *known = figures;
    }
    if (isNews && m_parts.tell)
        m_parts.tell(figures.address, figures.trouble);
}

} // namespace remote
