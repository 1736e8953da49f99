#include "ui/charts/crosshair_hub.h"

namespace ui {

CrosshairHub::CrosshairHub(QObject *parent) : QObject(parent) {}

void CrosshairHub::setTime(std::optional<metric::Timestamp> time)
{
    if (time == m_time)
        return;
    m_time = time;
    Q_EMIT moved();
}

} // namespace ui
