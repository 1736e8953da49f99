#pragma once

#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QStringList>

namespace targets {

enum class Kind { ThisMachine, Host, Service, Application };

// Something that is watched.
struct Target {
    QString id; // stable, unique: "local", "vedette", otherwise a UUID
    Kind kind;
    QString instance; // the instance label of its series
    QString name;     // what people call it

    // Of what the user added: how it is checked. Empty for this machine and the console.
    QString check{};                  // CheckKind::id
    QMap<QString, QString> options{}; // by Field::key; a secret is a reference to the keyring, never the secret
    double interval = 30;             // seconds
    int retries = 2;                  // failures that are asked again before it is down
    double slowAfter = 0;             // seconds of response time beyond which it is degraded; 0: never
    bool upsideDown = false;          // it is as it should be when the check fails
    bool paused = false;
    QStringList behind{};        // ids of targets without which this one cannot be reached
    double objective = 0.999;    // availability, 0 to 1
    qint64 maintenanceUntil = 0; // ms since the epoch; until then nothing that it does counts
    QStringList maintenance{};   // every week, local time: "Sun 02:00-04:00", see weekly_window.h

    friend bool operator==(const Target &, const Target &) = default;
};

} // namespace targets
