#pragma once

#include "models/items/query_history_model.h"
#include "models/items/row_filter.h"
#include "models/settings/settings_store.h"

#include <QtWidgets/QFrame>

class QLineEdit;

namespace ui {

class TableView;

// What was asked before: typing searches, Enter takes one, Ctrl+D keeps it for good with a star, Delete forgets it.
class HistoryPopup : public QFrame {
    Q_OBJECT

public:
    explicit HistoryPopup(settings::SettingsStore &settings, QWidget *parent);

    // Below that widget.
    void open(const QWidget &below);

Q_SIGNALS:
    void chosen(const QString &expression);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void read();
    void choose();
    void toggleStar();
    void forget();
    QString current() const;

    settings::SettingsStore &m_settings;
    items::QueryHistoryModel m_model;
    items::RowFilter m_filter;
    QLineEdit *m_search;
    TableView *m_view;
};

} // namespace ui
