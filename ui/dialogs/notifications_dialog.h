#pragma once

#include "models/items/delivery_model.h"
#include "models/settings/settings_store.h"
#include "ui/widgets/background.h"

#include <QtWidgets/QDialog>

#include <functional>

class QCheckBox;
class QTimeEdit;

namespace ui {

class TableView;

// When people are told and with what sound, and what was told to whom. What is changed holds at once. Deletes itself.
class NotificationsDialog : public QDialog {
    Q_OBJECT

public:
    // Reads what was told; called on another thread.
    using Deliveries = std::function<metric::Result<std::vector<alerts::Delivery>>()>;
    NotificationsDialog(settings::SettingsStore &settings, Background &background, Deliveries deliveries, QWidget *parent);

    // Something was told, or may have been.
    void refresh();

private:
    QWidget *makeQuietHours();
    QWidget *makeSounds();
    void saveQuietHours();

    settings::SettingsStore &m_settings;
    Deliveries m_deliveries;
    items::DeliveryModel m_model;
    QCheckBox *m_quiet;
    QTimeEdit *m_from;
    QTimeEdit *m_until;
    TableView *m_table;
    Inquiry m_inquiry;
};

} // namespace ui
