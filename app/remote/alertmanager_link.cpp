#include "app/remote/alertmanager_link.h"

#include "models/alerts/condition.h"

#include <QtCore/QDateTime>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtNetwork/QNetworkAccessManager>
#include <QtNetwork/QNetworkReply>
#include <QtNetwork/QNetworkRequest>

#include <fmt/format.h>

#include <algorithm>

namespace remote {

namespace {

QString textOf(std::string_view text) { return QString::fromUtf8(text.data(), qsizetype(text.size())); }

QString timeText(metric::Timestamp time)
{
    return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count(), Qt::UTC).toString(Qt::ISODateWithMs);
}

// Where the condition that made the alert can be asked again; empty where this console cannot be asked.
QString generatorOf(const alerts::AlertRule &rule, QUrl console)
{
    if (console.isEmpty())
        return {};
    console.setPath(QStringLiteral("/api/v1/query"));
    // A plus would be read as a space.
    console.setQuery(QStringLiteral("query=") + QString::fromLatin1(QUrl::toPercentEncoding(textOf(alerts::conditionOf(rule)))));
    return console.toString(QUrl::FullyEncoded);
}

// Alertmanager's postableAlerts.
QByteArray bodyOf(const std::vector<OutgoingAlert> &batch, const QUrl &console)
{
    QJsonArray body;
    for (const auto &alert : batch) {
        QJsonObject labels, annotations;
        for (const auto &label : *alert.labels)
            labels.insert(textOf(label.name), textOf(label.value));
        if (alert.annotations) {
            for (const auto &[name, text] : *alert.annotations)
                annotations.insert(textOf(name), textOf(text));
        }
        QJsonObject told{{QStringLiteral("labels"), labels},
                         {QStringLiteral("annotations"), annotations},
                         {QStringLiteral("startsAt"), timeText(alert.startsAt)},
                         {QStringLiteral("endsAt"), timeText(alert.endsAt)}};
        if (const auto generator = generatorOf(*alert.rule, console); !generator.isEmpty())
            told.insert(QStringLiteral("generatorURL"), generator);
        body.append(told);
    }
    return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

// One line of what it said, short enough for a log.
std::string reasonIn(const QByteArray &answer)
{
    constexpr qsizetype kMost = 300;
    auto text = QString::fromUtf8(answer.left(4 * kMost)).simplified();
    // Alertmanager says it as a JSON text, or as an object with a message.
    if (const auto json = QJsonDocument::fromJson("[" + answer + "]"); json.isArray() && json.array().size() == 1) {
        const auto said = json.array().first();
        if (said.isString())
            text = said.toString().simplified();
        else if (const auto message = said.toObject().value(u"message"); message.isString())
            text = message.toString().simplified();
    }
    text.removeIf([](QChar each) { return !each.isPrint(); });
    return text.left(kMost).toStdString();
}

} // namespace

AlertmanagerLink::AlertmanagerLink(const QUrl &address, QNetworkAccessManager &network, const metric::Clock &clock, const AlertmanagerLimits &limits,
                                   std::function<void(const AlertmanagerFigures &)> changed)
    : m_address(address), m_network(network), m_clock(clock), m_limits(limits), m_changed(std::move(changed)), m_nextRest(limits.firstRest)
{
    m_figures.address = address.toString().toStdString();
    for (auto *timer : {&m_due, &m_deadline, &m_rest}) {
        timer->setParent(this); // they go where it goes
        timer->setSingleShot(true);
    }
    connect(&m_due, &QTimer::timeout, this, &AlertmanagerLink::send);
    connect(&m_rest, &QTimer::timeout, this, &AlertmanagerLink::send);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        m_abortedBecause = fmt::format("did not answer within {} ms", m_limits.timeout.count());
        m_reply->abort();
    });
}

AlertmanagerLink::~AlertmanagerLink()
{
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply->abort();
        delete m_reply;
    }
}

void AlertmanagerLink::take(const alerts::AlertSnapshot &snapshot)
{
    m_queue.take(snapshot, m_clock.now());
    m_figures.leftOut = m_queue.leftOut();
    send();
}

void AlertmanagerLink::send()
{
    if (m_reply || m_rest.isActive())
        return;
    const auto batch = m_queue.next(m_clock.now());
    if (batch.empty())
        return wait();
    auto url = m_address;
    url.setPath(url.path() + QStringLiteral("/api/v2/alerts"));
    QNetworkRequest request(url);
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    request.setHeader(QNetworkRequest::UserAgentHeader, QStringLiteral("vedette"));
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    for (const auto attribute :
         {QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::AuthenticationReuseAttribute})
        request.setAttribute(attribute, QNetworkRequest::Manual);
    m_onTheWay = batch.size();
    m_answer.clear();
    m_abortedBecause.clear();
    m_reply = m_network.post(request, bodyOf(batch, m_ownAddress));
    m_reply->setReadBufferSize(m_limits.mostAnswer);
    connect(m_reply, &QNetworkReply::readyRead, this, &AlertmanagerLink::readAnswer);
    connect(m_reply, &QNetworkReply::finished, this, &AlertmanagerLink::onFinished);
    m_deadline.start(m_limits.timeout);
}

void AlertmanagerLink::wait()
{
    const auto due = m_queue.nextDue();
    if (!due)
        return m_due.stop();
    // Never longer than one delay: the clock may be set meanwhile.
    m_due.start(std::clamp(*due - m_clock.now(), metric::Duration(1), AlertmanagerQueue::kResendDelay));
}

void AlertmanagerLink::readAnswer()
{
    m_answer += m_reply->readAll();
    if (m_answer.size() <= m_limits.mostAnswer)
        return;
    m_abortedBecause = fmt::format("answered with more than {} bytes", m_limits.mostAnswer);
    m_reply->abort();
}

void AlertmanagerLink::onFinished()
{
    m_deadline.stop();
    auto *reply = std::exchange(m_reply, nullptr);
    reply->deleteLater();
    const auto status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (!m_abortedBecause.empty())
        return judge(status, false, std::exchange(m_abortedBecause, {}));
    m_answer += reply->readAll();
    if (status == 0 || (reply->error() != QNetworkReply::NoError && status < 300))
        return judge(status, false, fmt::format("does not answer: {}", reply->errorString().toStdString()));
    if (status >= 300 && status < 400) {
        const auto target = reply->attribute(QNetworkRequest::RedirectionTargetAttribute).toUrl().toString(QUrl::RemoveUserInfo);
        return judge(status, true, fmt::format("sends to another address, which is not followed: {} {}", status, target.left(300).toStdString()));
    }
    if (status >= 400)
        return judge(status, true, fmt::format("refused alerts: {} {}", status, reasonIn(m_answer)));
    judge(status, true, {});
}

void AlertmanagerLink::judge(int status, bool isAnswered, std::string trouble)
{
    (trouble.empty() ? m_figures.sent : m_figures.errors) += m_onTheWay;
    m_figures.isUp = isAnswered;
    // Too much at once, or too slow, is no fault of the alerts.
    const bool isTheirFault = isAnswered && status >= 400 && status < 500 && status != 408 && status != 429;
    if (trouble.empty() || isTheirFault) {
        m_nextRest = m_limits.firstRest;
    } else {
        m_queue.lost();
        m_rest.start(m_nextRest);
        m_nextRest = std::min(2 * m_nextRest, m_limits.longestRest);
    }
    m_figures.trouble = std::move(trouble);
    m_changed(m_figures);
    send();
}

} // namespace remote
