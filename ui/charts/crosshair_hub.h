#pragma once

#include "models/metric/clock.h"

#include <QtCore/QObject>

#include <optional>

namespace ui {

// The moment all charts point at, so that one hover shows everything at that time. Gui thread; outlives its charts or is
// taken from them first.
class CrosshairHub : public QObject {
    Q_OBJECT

public:
    explicit CrosshairHub(QObject *parent = nullptr);

    // Nothing where nobody points.
    std::optional<metric::Timestamp> time() const { return m_time; }
    void setTime(std::optional<metric::Timestamp> time);

Q_SIGNALS:
    void moved();

private:
    std::optional<metric::Timestamp> m_time;
};

} // namespace ui
