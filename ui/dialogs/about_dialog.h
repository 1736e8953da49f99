#pragma once

#include <QtWidgets/QDialog>

namespace ui {

// What this is, its version and licence. Deletes itself.
class AboutDialog : public QDialog {
    Q_OBJECT

public:
    explicit AboutDialog(QWidget *parent);
};

} // namespace ui
