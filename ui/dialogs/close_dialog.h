#pragma once

#include <QtWidgets/QDialog>

namespace ui {

// Asked once where the desktop has no tray: closing the window can mean to quit, or to keep watching minimised. The answer is
// remembered by whoever asked. Deletes itself.
class CloseDialog : public QDialog {
    Q_OBJECT

public:
    explicit CloseDialog(QWidget *parent);

Q_SIGNALS:
    void chosen(bool keepWatching);
};

} // namespace ui
