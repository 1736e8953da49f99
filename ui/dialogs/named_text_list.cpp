#include "ui/dialogs/named_text_list.h"

#include "ui/dialogs/error_label.h"
#include "ui/dialogs/rule_words.h"
#include "ui/dialogs/template_edit.h"
#include "ui/widgets/discard.h"

#include <QtWidgets/QGridLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>
#include <utility>

namespace ui {

static constexpr int kNameWidth = 18; // in characters

bool NamedTextList::Row::counts() const { return !(isOffered && text->document()->isEmpty()); }

NamedTextList::NamedTextList(const Theme &theme, Wording wording, std::vector<KnownName> known, QWidget *parent)
    : QWidget(parent),
      m_theme(theme),
      m_wording(std::move(wording)),
      m_known(std::move(known)),
      m_layout(new QVBoxLayout(this)),
      m_add(new QToolButton(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(4);
    m_add->setObjectName(QStringLiteral("addText"));
    m_add->setText(m_wording.add);
    m_add->setFocusPolicy(Qt::StrongFocus);
    m_add->setProperty("outlined", true);
    if (m_known.empty()) {
        connect(m_add, &QToolButton::clicked, this, [this] { addNew({}); });
    } else {
        m_menu = new QMenu(m_add);
        m_add->setMenu(m_menu);
        m_add->setPopupMode(QToolButton::InstantPopup);
        connect(m_menu, &QMenu::aboutToShow, this, &NamedTextList::fillMenu);
    }
    m_layout->addWidget(m_add, 0, Qt::AlignLeft);
}

void NamedTextList::setTexts(const alerts::NamedTexts &texts)
{
    if (!m_rows.empty() && texts == this->texts())
        return; // somebody may be typing
    m_isFilling = true;
    for (const auto &row : m_rows)
        discard(row.frame);
    m_rows.clear();
    for (const auto &[name, text] : texts)
        addRow(QString::fromStdString(name), QString::fromStdString(text), false);
    for (const auto &known : m_known) {
        if (known.isOffered && std::ranges::find(texts, known.name, &alerts::NamedTexts::value_type::first) == texts.end())
            addRow(QString::fromUtf8(known.name.data(), qsizetype(known.name.size())), {}, true);
    }
    m_isFilling = false;
}

alerts::NamedTexts NamedTextList::texts() const
{
    alerts::NamedTexts texts;
    for (const auto &row : m_rows) {
        if (row.counts())
            texts.emplace_back(row.name->text().toStdString(), row.text->toPlainText().toStdString());
    }
    return texts;
}

void NamedTextList::setEditable(bool editable)
{
    m_add->setEnabled(editable);
    for (const auto &row : m_rows) {
        row.name->setReadOnly(!editable);
        row.text->setReadOnly(!editable);
        row.remove->setEnabled(editable);
    }
}

void NamedTextList::showErrors(alerts::RuleField field, std::span<const alerts::FieldError> errors)
{
    std::size_t index = 0;
    for (const auto &row : m_rows) {
        const bool counts = row.counts();
        const auto found =
            std::ranges::find_if(errors, [&](const alerts::FieldError &error) { return counts && error.field == field && error.index == index; });
        const auto words = found == errors.end() ? QString() : wordsFor(*found);
        const bool isTemplate = found != errors.end() && found->problem == alerts::FieldError::Problem::BadTemplate;
        row.error->showWords(words);
        row.text->setFault(isTemplate ? std::optional(std::pair(found->line, found->column)) : std::nullopt);
        row.text->setAccessibleDescription(words);
        index += counts;
    }
}

void NamedTextList::showSaid(std::span<const rules::SaidText> said)
{
    for (const auto &row : m_rows) {
        const auto found = std::ranges::find(said, row.name->text().toStdString(), &rules::SaidText::name);
        // What is wrong already is not told twice, and what is said as it is written is read there.
        const bool tells =
            found != said.end() && row.counts() && row.error->isHidden() && (!found->text || *found->text != row.text->toPlainText().toStdString());
        row.said->setVisible(tells);
        if (tells)
            row.said->setText(QStringLiteral("→ ") + (found->text ? QString::fromStdString(*found->text)
                                                                  : tr("This fails: %1").arg(QString::fromStdString(found->text.error().message))));
    }
}

void NamedTextList::addRow(const QString &name, const QString &text, bool isOffered)
{
    auto *frame = new QWidget(this);
    Row row{frame,
            new QLineEdit(name, frame),
            new TemplateEdit(m_theme, frame),
            new QToolButton(frame),
            new ErrorLabel(m_theme, frame),
            new QLabel(frame),
            isOffered};
    row.name->setObjectName(QStringLiteral("textName"));
    row.text->setObjectName(QStringLiteral("textValue"));
    row.said->setObjectName(QStringLiteral("textSaid"));
    row.name->setFixedWidth(fontMetrics().averageCharWidth() * kNameWidth);
    row.name->setPlaceholderText(m_wording.nameHint);
    row.name->setAccessibleName(m_wording.nameHint);
    row.text->setPlainText(text);
    row.said->setTextFormat(Qt::PlainText);
    row.said->setWordWrap(true);
    row.said->setTextInteractionFlags(Qt::TextSelectableByMouse);
    row.said->setProperty("dim", true);
    row.said->hide();
    row.remove->setText(QStringLiteral("✕"));
    row.remove->setFocusPolicy(Qt::StrongFocus);
    row.remove->setProperty("outlined", true);
    auto *grid = new QGridLayout(frame);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(6);
    grid->setVerticalSpacing(2);
    grid->addWidget(row.name, 0, 0, Qt::AlignTop);
    grid->addWidget(row.text, 0, 1);
    grid->addWidget(row.remove, 0, 2, Qt::AlignTop);
    grid->addWidget(row.error, 1, 1);
    grid->addWidget(row.said, 2, 1);
    grid->setColumnStretch(1, 1);
    m_layout->insertWidget(int(m_rows.size()), frame);
    frame->show();
    nameRow(row);
    connect(row.name, &QLineEdit::textChanged, this, [this, frame] {
        nameRow(*std::ranges::find(m_rows, frame, &Row::frame));
        if (!m_isFilling)
            Q_EMIT edited();
    });
    connect(row.text, &QPlainTextEdit::textChanged, this, [this] {
        if (!m_isFilling)
            Q_EMIT edited();
    });
    connect(row.remove, &QToolButton::clicked, this, [this, frame] { removeRow(frame); });
    m_rows.push_back(row);
}

// What a row is for, for those who do not know its name or do not see it.
void NamedTextList::nameRow(const Row &row) const
{
    const auto name = row.name->text();
    const auto known = std::ranges::find(m_known, name.toStdString(), &KnownName::name);
    const auto purpose = known == m_known.end() ? QString() : known->purpose;
    row.name->setToolTip(purpose);
    row.text->setPlaceholderText(purpose.isEmpty() ? m_wording.textHint : purpose);
    row.text->setAccessibleName(name.isEmpty() ? m_wording.textHint : name);
    row.remove->setToolTip(tr("Remove %1").arg(name));
    row.remove->setAccessibleName(row.remove->toolTip());
}

void NamedTextList::addNew(const QString &name)
{
    addRow(name, {}, false);
    const auto &row = m_rows.back();
    (name.isEmpty() ? static_cast<QWidget *>(row.name) : row.text)->setFocus();
    Q_EMIT edited();
}

void NamedTextList::removeRow(const QWidget *frame)
{
    const auto found = std::ranges::find(m_rows, frame, &Row::frame);
    found->frame->hide();
    found->frame->deleteLater(); // its button is still being clicked
    m_rows.erase(found);
    m_add->setFocus();
    Q_EMIT edited();
}

void NamedTextList::fillMenu()
{
    m_menu->clear();
    for (const auto &known : m_known) {
        const auto name = QString::fromUtf8(known.name.data(), qsizetype(known.name.size()));
        if (std::ranges::none_of(m_rows, [&](const Row &row) { return row.name->text() == name; }))
            m_menu->addAction(QStringLiteral("%1 (%2)").arg(known.purpose, name), this, [this, name] { addNew(name); });
    }
    m_menu->addAction(tr("Another…"), this, [this] { addNew({}); });
}

} // namespace ui
