#pragma once

#include "models/items/completion_model.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QFrame>

namespace ui {

class TableView;

// A list under the text cursor that never takes the keyboard: whoever is typed into passes on the keys that are meant for it.
class CompletionPopup : public QFrame {
    Q_OBJECT

public:
    // Lies over the window that the editor is in.
    explicit CompletionPopup(QWidget *editor);

    // At that place of the editor, in its coordinates; none: hides. Nothing is chosen until somebody moves there.
    void showRows(const std::vector<items::CompletionRow> &rows, const QRect &cursor);
    bool hasChoice() const;
    void moveBy(int rows);
    // The chosen row, otherwise the first.
    std::optional<items::CompletionRow> choice() const;
    const items::CompletionModel &model() const { return m_model; }

Q_SIGNALS:
    void chosen();

private:
    QWidget *m_editor;
    items::CompletionModel m_model;
    TableView *m_view;
};

} // namespace ui
