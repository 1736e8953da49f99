#pragma once

#include <QtCore/QString>

namespace targets {

enum class Kind { ThisMachine, Host, Service, Application };

// Something that is watched. Credentials, once there are any, stand here by reference only.
struct Target {
    QString id; // stable, unique: "local", "vedette"
    Kind kind;
    QString instance; // the instance label of its series
    QString name;     // what people call it
};

} // namespace targets
