#pragma once

#include "models/targets/target.h"

#include <QtWidgets/QDialog>

#include <vector>

class QPushButton;
class QTreeWidget;

namespace ui {

// Several targets offered at once, out of a file or found on this machine: those that are ticked are added. What cannot be
// watched says why and cannot be ticked. Deletes itself.
class ImportTargetsDialog : public QDialog {
    Q_OBJECT

public:
    struct Offer {
        targets::Target target; // without an id; a name is proposed where it has none
        QString note;           // what is to be known of it: where it was found
    };

    // `others`: the targets that there are. `from` says in words where the offers come from.
    ImportTargetsDialog(const QString &from, std::vector<Offer> offers, const std::vector<targets::Target> &others, QWidget *parent);

Q_SIGNALS:
    void confirmed(const std::vector<targets::Target> &targets);

private:
    void addRow(const Offer &offer, const QString &fault);
    void tickAll(bool ticked);
    void onTicked();
    std::vector<targets::Target> chosen() const;

    std::vector<Offer> m_offers;
    QTreeWidget *m_list;
    QPushButton *m_ok;
};

} // namespace ui
