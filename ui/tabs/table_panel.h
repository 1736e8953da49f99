#pragma once

#include "models/items/operation_model.h"
#include "ui/tabs/page_section.h"
#include "ui/widgets/background.h"

#include <QtWidgets/QWidget>

#include <memory>
#include <vector>

class QStackedWidget;
class QTabBar;

namespace items {
class SnapshotModel;
}

namespace ui {

class TableView;

// The lists of an application's page, one at a time: its operations, and the tables that its probe keeps. Read beside the gui
// thread, at the window's moment.
class TablePanel : public QWidget {
    Q_OBJECT

public:
    TablePanel(const Context &context, Subject subject, QWidget *parent = nullptr);

    void setTables(const std::vector<TableSpec> &tables);
    void setFamilies(std::vector<items::OperationFamily> families);
    bool isEmpty() const { return m_lists.empty(); }
    // Reads what is shown, of this span.
    void read(metric::Timestamp from, metric::Timestamp to);
    void save();

private:
    void rebuild();
    TableView *addList(const QString &id, const QString &title, const QString &empty, QAbstractItemModel *model);

    const Context &m_context;
    Subject m_subject;
    QTabBar *m_bar;
    QStackedWidget *m_stack;
    std::vector<TableSpec> m_tables;
    std::vector<items::OperationFamily> m_families;
    struct List {
        TableView *view;
        items::SnapshotModel *table; // null: the operations
        std::string name;
    };
    std::vector<List> m_lists;
    items::OperationModel m_operations;
    Inquiry m_inquiry;
    metric::Timestamp m_from{}, m_to{};
};

} // namespace ui
