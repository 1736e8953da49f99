#pragma once

#include "models/alerts/alert_rule.h"
#include "models/alerts/rule_check.h"
#include "models/rules/rule_saying.h"

#include <QtWidgets/QWidget>

#include <memory>
#include <span>
#include <string_view>
#include <vector>

class QLineEdit;
class QLabel;
class QMenu;
class QToolButton;
class QVBoxLayout;

namespace ui {

class ErrorLabel;
class TemplateEdit;
class Theme;

// Labels or annotations, a row each: the name, the text, what is wrong with them, and what the text comes to. Rows are added and removed;
// those of some names are offered always, and count only once they say something.
class NamedTextList : public QWidget {
    Q_OBJECT

public:
    struct Wording {
        QString add;      // on the button
        QString nameHint; // of a row whose name is not there yet
        QString textHint;
    };
    // A name that people know, and what it is for.
    struct KnownName {
        std::string_view name;
        QString purpose;
        bool isOffered = false;
    };

    NamedTextList(const Theme &theme, Wording wording, std::vector<KnownName> known, QWidget *parent);

    void setTexts(const alerts::NamedTexts &texts);
    alerts::NamedTexts texts() const;
    void setEditable(bool editable);
    // Of texts(), by index; those of other fields are left out.
    void showErrors(alerts::RuleField field, std::span<const alerts::FieldError> errors);
    // By name; rows that nothing is said of show nothing.
    void showSaid(std::span<const rules::SaidText> said);

Q_SIGNALS:
    void edited();

private:
    struct Row {
        QWidget *frame;
        QLineEdit *name;
        TemplateEdit *text;
        QToolButton *remove;
        ErrorLabel *error;
        QLabel *said;
        bool isOffered; // it does not count while it says nothing
        bool counts() const;
    };

    void addRow(const QString &name, const QString &text, bool isOffered);
    void addNew(const QString &name);
    void removeRow(const QWidget *frame);
    void fillMenu();
    void nameRow(const Row &row) const;

    const Theme &m_theme;
    const Wording m_wording;
    const std::vector<KnownName> m_known;
    std::vector<Row> m_rows;
    QVBoxLayout *m_layout;
    QToolButton *m_add;
    QMenu *m_menu = nullptr;
    bool m_isFilling = false;
};

} // namespace ui
