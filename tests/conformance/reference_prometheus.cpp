#include "tests/conformance/reference_prometheus.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QEventLoop>
#include <QtCore/QFileInfo>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QThread>
#include <QtCore/QUrlQuery>
#include <QtNetwork/QNetworkReply>
#include <QtNetwork/QTcpServer>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <memory>

namespace tests {

using metric::ErrorCode;
using metric::Result;
using metric::Timestamp;

namespace {

constexpr auto kPrometheus = "/usr/bin/prometheus";
constexpr auto kPromtool = "/usr/bin/promtool";
constexpr std::size_t kBatch = 200; // under way at a time; the network keeps six connections busy

int freePort()
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost) ? server.serverPort() : 0;
}

metric::LabelsRef labelsOf(const QJsonObject &object)
{
    std::vector<std::pair<std::string, std::string>> texts;
    for (auto at = object.begin(); at != object.end(); ++at)
        texts.emplace_back(at.key().toStdString(), at.value().toString().toStdString());
    std::vector<metric::Label> labels;
    for (const auto &[name, value] : texts)
        labels.push_back({name, value});
    return std::make_shared<const metric::Labels>(std::span<const metric::Label>(labels));
}

// [seconds, "value"]
metric::Point pointOf(const QJsonValue &value)
{
    const auto pair = value.toArray();
    const auto ms = std::llround(pair.at(0).toDouble() * 1000);
    return {Timestamp(metric::Duration(ms)), std::strtod(pair.at(1).toString().toLatin1().constData(), nullptr)};
}

Result<query::Value> valueOf(const QByteArray &body)
{
    const auto answer = QJsonDocument::fromJson(body).object();
    if (answer.isEmpty())
        return metric::fail(ErrorCode::Unavailable, "no answer: " + body.left(200).toStdString());
    if (answer["status"] != "success")
        return metric::fail(ErrorCode::Malformed, answer["error"].toString().toStdString());
    const auto data = answer["data"].toObject();
    const auto type = data["resultType"].toString();
    if (type == "scalar")
        return pointOf(data["result"]).value;
    if (type == "string")
        return data["result"].toArray().at(1).toString().toStdString();
    const auto result = data["result"].toArray();
    if (type == "vector") {
        query::Vector vector;
        for (const auto &sample : result)
            vector.push_back({labelsOf(sample.toObject()["metric"].toObject()), pointOf(sample.toObject()["value"]).value});
        return vector;
    }
    query::Matrix matrix;
    for (const auto &series : result) {
        query::RangeSeries &added = matrix.emplace_back(query::RangeSeries{labelsOf(series.toObject()["metric"].toObject()), {}});
        for (const auto &point : series.toObject()["values"].toArray())
            added.points.push_back(pointOf(point));
    }
    return matrix;
}

QString secondsOf(Timestamp time) { return QString::number(double(time.time_since_epoch().count()) / 1000, 'f', 3); }

QUrl urlOf(const Asked &asked, int port)
{
    QUrl url(QStringLiteral("http://127.0.0.1:%1/api/v1/%2").arg(port).arg(asked.step.count() == 0 ? "query" : "query_range"));
    const auto expression = QUrl::toPercentEncoding(QString::fromStdString(asked.expression));
    QString query = "query=" + QString::fromLatin1(expression);
    if (asked.step.count() == 0)
        query += "&time=" + secondsOf(asked.start);
    else
        query += "&start=" + secondsOf(asked.start) + "&end=" + secondsOf(asked.end) + "&step=" + QString::number(double(asked.step.count()) / 1000);
    url.setQuery(query, QUrl::StrictMode);
    return url;
}

} // namespace

bool ReferencePrometheus::isInstalled() { return QFileInfo(kPrometheus).isExecutable() && QFileInfo(kPromtool).isExecutable(); }

ReferencePrometheus::~ReferencePrometheus()
{
    m_process.terminate();
    if (!m_process.waitForFinished(10'000))
        m_process.kill();
}

Result<void> ReferencePrometheus::start(const std::string &directory, const std::string &openMetrics)
{
    const auto path = QString::fromStdString(directory);
    std::ofstream(directory + "/data.om") << openMetrics;
    std::ofstream(directory + "/prometheus.yml") << "global:\n  scrape_interval: 1h\n";
    if (QProcess::execute(kPromtool, {"tsdb", "create-blocks-from", "openmetrics", "--quiet", path + "/data.om", path + "/tsdb"}) != 0)
        return metric::fail(ErrorCode::Unavailable, "promtool makes no database");
    m_port = freePort();
    m_process.setStandardErrorFile(path + "/prometheus.log");
    m_process.start(kPrometheus, {"--config.file=" + path + "/prometheus.yml", "--storage.tsdb.path=" + path + "/tsdb",
                                  "--storage.tsdb.retention.time=99y", QStringLiteral("--web.listen-address=127.0.0.1:%1").arg(m_port)});
    QElapsedTimer waited;
    waited.start();
    while (waited.elapsed() < 30'000 && m_process.state() != QProcess::NotRunning) {
        const Asked question{"count({h=~\".+\"})", Timestamp(metric::Duration(1'700'008'200'000)), {}};
        const auto answer = ask(std::span(&question, 1)).front();
        if (answer && !std::get<query::Vector>(*answer).empty())
            return {};
        QThread::msleep(100);
    }
    return metric::fail(ErrorCode::Timeout, "prometheus does not serve the data, see its log");
}

std::vector<Result<query::Value>> ReferencePrometheus::ask(std::span<const Asked> questions)
{
    std::vector<Result<query::Value>> answers;
    while (!questions.empty()) {
        const auto batch = questions.first(std::min(kBatch, questions.size()));
        questions = questions.subspan(batch.size());
        QEventLoop loop;
        std::size_t open = batch.size();
        std::vector<std::unique_ptr<QNetworkReply>> replies;
        for (const auto &question : batch) {
            replies.emplace_back(m_network.get(QNetworkRequest(urlOf(question, m_port))));
            QObject::connect(replies.back().get(), &QNetworkReply::finished, &loop, [&] {
                if (--open == 0)
                    loop.quit();
            });
        }
        loop.exec();
        for (const auto &reply : replies)
            answers.push_back(valueOf(reply->readAll()));
    }
    return answers;
}

} // namespace tests
