#include "ui/dialogs/field_edit.h"

#include "models/targets/target_rules.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QToolButton>

namespace ui {

using targets::Field;
using targets::FieldType;

namespace {

constexpr int kLinesShown = 3;
constexpr int kNumberWidth = 10; // in characters

QString itemText(const char *text) { return *text ? QCoreApplication::translate("items", text) : QString(); }

class LineFieldEdit : public FieldEdit {
public:
    LineFieldEdit(const Field &field, QWidget *parent) : FieldEdit(field, parent), m_line(new QLineEdit(this))
    {
        m_line->setPlaceholderText(hint());
        take(m_line);
        connect(m_line, &QLineEdit::textChanged, this, &FieldEdit::edited);
    }
    QString text() const override { return m_line->text().trimmed(); }
    void setText(const QString &text) override { m_line->setText(text); }

protected:
    QLineEdit *m_line;
};

class LinesFieldEdit final : public FieldEdit {
public:
    LinesFieldEdit(const Field &field, QWidget *parent) : FieldEdit(field, parent), m_lines(new QPlainTextEdit(this))
    {
        m_lines->setPlaceholderText(hint());
        m_lines->setTabChangesFocus(true);
        m_lines->setFixedHeight(fontMetrics().lineSpacing() * kLinesShown + 14);
        take(m_lines);
        connect(m_lines, &QPlainTextEdit::textChanged, this, &FieldEdit::edited);
    }
    QString text() const override { return m_lines->toPlainText().trimmed(); }
    void setText(const QString &text) override { m_lines->setPlainText(text); }

private:
    QPlainTextEdit *m_lines;
};

// In the user's writing of numbers; the hint is the unit.
class NumberFieldEdit final : public FieldEdit {
public:
    NumberFieldEdit(const Field &field, QWidget *parent) : FieldEdit(field, parent), m_number(new QLineEdit(this))
    {
        m_number->setAlignment(Qt::AlignRight);
        m_number->setFixedWidth(fontMetrics().averageCharWidth() * kNumberWidth + 18);
        m_number->setPlaceholderText(shown(QString::fromUtf8(field.fallback)));
        take(m_number);
        if (const auto unit = itemText(field.hint); !unit.isEmpty()) {
            auto *label = new QLabel(unit, this);
            label->setWordWrap(true);
            append(label);
        }
        connect(m_number, &QLineEdit::textChanged, this, &FieldEdit::edited);
    }
    // What is no number is handed on as it stands, for whoever judges it.
    QString text() const override
    {
        const auto typed = m_number->text().trimmed();
        bool read = false;
        const double number = locale().toDouble(typed, &read);
        return read ? targets::numberText(number) : typed;
    }
    void setText(const QString &text) override { m_number->setText(shown(text)); }

private:
    QString shown(const QString &text) const
    {
        const auto number = targets::numberOf(text);
        auto plain = locale();
        plain.setNumberOptions(QLocale::OmitGroupSeparator);
        return number ? plain.toString(*number, 'g', 12) : text;
    }

    QLineEdit *m_number;
};

class FlagFieldEdit final : public FieldEdit {
public:
    FlagFieldEdit(const Field &field, QWidget *parent) : FieldEdit(field, parent), m_box(new QCheckBox(itemText(field.hint), this))
    {
        take(m_box);
        setText({});
        connect(m_box, &QCheckBox::toggled, this, &FieldEdit::edited);
    }
    QString text() const override
    {
        const auto text = m_box->isChecked() ? QStringLiteral("true") : QStringLiteral("false");
        return m_box->isChecked() == byDefault() ? QString() : text;
    }
    void setText(const QString &text) override { m_box->setChecked(text.isEmpty() ? byDefault() : text == u"true"); }

private:
    bool byDefault() const { return QLatin1String(field().fallback) == QLatin1String("true"); }

    QCheckBox *m_box;
};

class ChoiceFieldEdit final : public FieldEdit {
public:
    ChoiceFieldEdit(const Field &field, QWidget *parent) : FieldEdit(field, parent), m_choice(new QComboBox(this))
    {
        for (const auto *word : field.words)
            m_choice->addItem(itemText(word), QLatin1String(word));
        m_choice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        take(m_choice);
        if (*field.hint) {
            auto *label = new QLabel(hint(), this);
            label->setWordWrap(true);
            label->setProperty("dim", true);
            append(label);
        }
        setText({});
        connect(m_choice, &QComboBox::currentIndexChanged, this, &FieldEdit::edited);
    }
    QString text() const override
    {
        const auto word = m_choice->currentData().toString();
        return word == QLatin1String(field().fallback) ? QString() : word;
    }
    // A word that is none of the field's is shown as it is, so that the fault that it is has a face.
    void setText(const QString &text) override
    {
        const auto wanted = text.isEmpty() ? QString::fromLatin1(field().fallback) : text;
        if (m_choice->findData(wanted) < 0 && !wanted.isEmpty())
            m_choice->addItem(wanted, wanted);
        m_choice->setCurrentIndex(std::max(0, m_choice->findData(wanted)));
    }

private:
    QComboBox *m_choice;
};

class SecretFieldEdit final : public LineFieldEdit {
public:
    SecretFieldEdit(const Field &field, QWidget *parent) : LineFieldEdit(field, parent), m_remove(new QToolButton(this))
    {
        m_line->setEchoMode(QLineEdit::Password);
        m_line->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase);
        m_remove->setText(FieldEdit::tr("Remove"));
        m_remove->setObjectName(QStringLiteral("removeSecret"));
        m_remove->setAccessibleName(FieldEdit::tr("Remove what is kept: %1").arg(itemText(field.title)));
        m_remove->setFocusPolicy(Qt::StrongFocus);
        m_remove->setProperty("outlined", true);
        m_remove->hide();
        append(m_remove);
        connect(m_remove, &QToolButton::clicked, this, [this] {
            m_line->setFocus();
            setKept(false);
            Q_EMIT edited();
        });
    }
    QString text() const override { return m_line->text(); } // blanks count
    void setKept(bool kept) override
    {
        m_kept = kept;
        m_remove->setVisible(kept);
        m_line->setPlaceholderText(kept ? FieldEdit::tr("One is kept. Type to replace it.") : hint());
    }
    bool isKept() const override { return m_kept; }

private:
    QToolButton *m_remove;
    bool m_kept = false;
};

class FileFieldEdit final : public LineFieldEdit {
public:
    FileFieldEdit(const Field &field, QWidget *parent) : LineFieldEdit(field, parent)
    {
        auto *choose = new QToolButton(this);
        choose->setText(FieldEdit::tr("Choose…"));
        choose->setAccessibleName(FieldEdit::tr("Choose a file: %1").arg(itemText(field.title)));
        choose->setFocusPolicy(Qt::StrongFocus);
        choose->setProperty("outlined", true);
        append(choose);
        connect(choose, &QToolButton::clicked, this, [this] {
            auto *dialog = new QFileDialog(this, itemText(this->field().title), text());
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            dialog->setFileMode(QFileDialog::ExistingFile);
            connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) { setText(path); });
            dialog->open();
        });
    }
};

} // namespace

FieldEdit::FieldEdit(const Field &field, QWidget *parent) : QWidget(parent), m_field(field)
{
    setObjectName(QLatin1String(field.key));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
}

void FieldEdit::take(QWidget *main)
{
    const bool grows = main->sizePolicy().expandingDirections().testFlag(Qt::Horizontal) && main->maximumWidth() == QWIDGETSIZE_MAX;
    static_cast<QHBoxLayout *>(layout())->addWidget(main, grows ? 1 : 0);
    setFocusProxy(main);
}

void FieldEdit::append(QWidget *other) { static_cast<QHBoxLayout *>(layout())->addWidget(other, qobject_cast<QLabel *>(other) ? 1 : 0); }

// What the field is for, or else what holds where nothing is typed.
QString FieldEdit::hint() const { return *m_field.hint ? itemText(m_field.hint) : QString::fromUtf8(m_field.fallback); }

void FieldEdit::setAccessibleTexts(const QString &name, const QString &description)
{
    focusProxy()->setAccessibleName(name);
    focusProxy()->setAccessibleDescription(description);
}

FieldEdit *FieldEdit::make(const Field &field, QWidget *parent)
{
    switch (field.type) {
    case FieldType::Line: return new LineFieldEdit(field, parent);
    case FieldType::Lines: return new LinesFieldEdit(field, parent);
    case FieldType::Number: return new NumberFieldEdit(field, parent);
    case FieldType::Flag: return new FlagFieldEdit(field, parent);
    case FieldType::Choice: return new ChoiceFieldEdit(field, parent);
    case FieldType::Secret: return new SecretFieldEdit(field, parent);
    case FieldType::File: return new FileFieldEdit(field, parent);
    }
    return nullptr;
}

} // namespace ui
