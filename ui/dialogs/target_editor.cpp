#include "ui/dialogs/target_editor.h"

#include "models/targets/behind.h"
#include "ui/dialogs/certificate_facts.h"
#include "ui/dialogs/error_label.h"
#include "ui/dialogs/field_form.h"
#include "ui/dialogs/form_grid.h"
#include "ui/dialogs/target_terms.h"
#include "ui/dialogs/verdict_panel.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QPointer>
#include <QtCore/QUuid>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtGui/QKeyEvent>
#include <QtGui/QScreen>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>
#include <utility>

namespace ui {

using targets::CheckKind;
using targets::Target;

namespace {

const auto kPin = QStringLiteral("pinned_sha256");
constexpr QSize kPreferred(640, 720);

QString kindText(const char *text) { return QCoreApplication::translate("items", text); }

QLabel *heading(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    auto font = label->font();
    font.setBold(true);
    label->setFont(font);
    return label;
}

QLabel *dim(QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setProperty("dim", true);
    label->setWordWrap(true);
    return label;
}

} // namespace

TargetEditor::TargetEditor(const Theme &theme, Sources sources, QWidget *parent)
    : QDialog(parent),
      m_theme(theme),
      m_sources(std::move(sources)),
      m_form(new FieldForm(theme, this)),
      m_terms(new TargetTerms(theme, m_sources.others, this)),
      m_verdict(new VerdictPanel(theme, this))
{
    setObjectName(QStringLiteral("targetEditor"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Add a check"));

    auto *page = new QWidget(this);
    auto *parts = new QVBoxLayout(page);
    parts->setContentsMargins(0, 0, 8, 0);
    parts->setSpacing(8);
    parts->addWidget(m_form);
    m_pinned = new ErrorLabel(theme, page);
    m_pinned->setObjectName(QStringLiteral("pinnedNotice"));
    parts->addWidget(m_pinned);
    parts->addWidget(buildKeeping());
    parts->addWidget(buildSetup());
    parts->addWidget(heading(tr("How it is watched"), page));
    parts->addWidget(m_terms);
    parts->addStretch();
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(page);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    m_ok = buttons->button(QDialogButtonBox::Ok);
    m_ok->setText(tr("Add"));
    m_try = buttons->addButton(tr("&Try it"), QDialogButtonBox::ActionRole);
    m_try->setObjectName(QStringLiteral("tryTarget"));
    m_try->setVisible(bool(m_sources.attempt));
    m_try->setAutoDefault(false);

    auto *layout = new QVBoxLayout(this);
    layout->addWidget(buildHead());
    layout->addWidget(scroll, 1);
    layout->addWidget(m_verdict);
    layout->addWidget(buttons);

    connect(m_address, &QLineEdit::textEdited, this, &TargetEditor::onAddressTyped);
    connect(m_address, &QLineEdit::editingFinished, this, &TargetEditor::onAddressLeft);
    connect(m_kinds, &QComboBox::activated, this, [this](int index) {
        m_isKindChosen = true;
        setKind(*m_sources.kinds[std::size_t(index)]);
        onAddressLeft();
        onEdited();
    });
    connect(m_form, &FieldForm::edited, this, &TargetEditor::onEdited);
    connect(m_terms, &TargetTerms::edited, this, &TargetEditor::check);
    connect(m_verdict, &VerdictPanel::trustConfirmed, this, &TargetEditor::trust);
    connect(m_try, &QPushButton::clicked, this, &TargetEditor::attempt);
    connect(buttons, &QDialogButtonBox::accepted, this, &TargetEditor::confirm);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    m_terms->setTarget({});
    setKind(*m_sources.kinds.front());
    check();
    m_address->setFocus();
    const auto room = screen() ? screen()->availableSize() - QSize(32, 48) : kPreferred;
    resize(kPreferred.boundedTo(room));
}

// The address loses the focus at the end, when there is nobody left to hear it.
TargetEditor::~TargetEditor() { m_address->disconnect(this); }

QWidget *TargetEditor::buildHead()
{
    auto *head = new QWidget(this);
    auto *grid = makeFormGrid(head);
    m_address = new QLineEdit(head);
    m_address->setObjectName(QStringLiteral("targetAddress"));
    m_address->setAccessibleName(tr("Address"));
    m_address->setClearButtonEnabled(true);
    m_addressFault = new ErrorLabel(m_theme, head);
    m_kinds = new QComboBox(head);
    m_kinds->setObjectName(QStringLiteral("targetKind"));
    m_kinds->setAccessibleName(tr("Kind of check"));
    for (const auto *kind : m_sources.kinds)
        m_kinds->addItem(kindText(kind->title));
    m_meaning = dim(head);
    addFormRow(*grid, tr("&Address"), m_address, m_addressFault);
    addFormRow(*grid, tr("&Kind of check"), m_kinds, m_meaning);
    return head;
}

QWidget *TargetEditor::buildSetup()
{
    m_setupBox = new QWidget(this);
    m_setupFold = new QToolButton(m_setupBox);
    m_setupFold->setObjectName(QStringLiteral("showSetup"));
    m_setupFold->setText(tr("Show what to set up there first"));
    m_setupFold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_setupFold->setArrowType(Qt::RightArrow);
    m_setupFold->setCheckable(true);
    m_setupFold->setAutoRaise(true);
    m_setupFold->setFocusPolicy(Qt::StrongFocus);
    auto *copy = new QToolButton(m_setupBox);
    copy->setObjectName(QStringLiteral("copySetup"));
    copy->setText(tr("Copy"));
    copy->setAccessibleName(tr("Copy what to set up"));
    copy->setFocusPolicy(Qt::StrongFocus);
    copy->setProperty("outlined", true);
    copy->hide();
    m_setup = new QLabel(m_setupBox);
    m_setup->setObjectName(QStringLiteral("setupText"));
    m_setup->setTextFormat(Qt::PlainText);
    m_setup->setWordWrap(true);
    m_setup->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto font = m_setup->font();
    font.setFamilies({QStringLiteral("monospace")});
    font.setStyleHint(QFont::Monospace);
    m_setup->setFont(font);
    m_setup->hide();
    auto *row = new QHBoxLayout;
    row->addWidget(m_setupFold);
    row->addWidget(copy);
    row->addStretch();
    auto *layout = new QVBoxLayout(m_setupBox);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(row);
    layout->addWidget(m_setup);
    connect(m_setupFold, &QToolButton::toggled, this, [this, copy](bool shown) {
        m_setupFold->setArrowType(shown ? Qt::DownArrow : Qt::RightArrow);
        m_setup->setVisible(shown);
        copy->setVisible(shown);
    });
    connect(copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_setup->text()); });
    return m_setupBox;
}

QWidget *TargetEditor::buildKeeping()
{
    m_keeping = dim(this);
    m_keeping->setObjectName(QStringLiteral("keeping"));
    m_keeping->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    connect(m_keeping, &QLabel::linkActivated, this, &TargetEditor::encryptedFileRequested);
    return m_keeping;
}

void TargetEditor::setKind(const CheckKind &kind)
{
    if (m_kind == &kind)
        return;
    m_kind = &kind;
    const auto index = std::ranges::find(m_sources.kinds, &kind) - m_sources.kinds.begin();
    m_kinds->setCurrentIndex(int(index));
    m_meaning->setText(kindText(kind.meaning));
    m_form->setKind(kind);
    const auto field = std::ranges::find_if(kind.fields, [&](const auto &each) { return QLatin1String(each.key) == QLatin1String(kind.address); });
    if (field != kind.fields.end())
        m_address->setPlaceholderText(tr("Paste or type where it is, such as %1").arg(kindText(field->hint)));
    m_terms->proposeSlowAfter(kind.slowAfter);
    m_setupFold->setChecked(false);
    showKeeping();
    // The fields were made last, and are not asked last.
    const auto order = QList<QWidget *>{m_address, m_kinds} + m_form->tabOrder();
    for (qsizetype i = 1; i < order.size(); ++i)
        setTabOrder(order[i - 1], order[i]);
}

void TargetEditor::setTarget(const Target &target)
{
    m_target = target;
    const auto kind = std::ranges::find_if(m_sources.kinds, [&](const CheckKind *each) { return QLatin1String(each->id) == target.check; });
    if (kind == m_sources.kinds.end())
        return;
    if (!target.id.isEmpty()) {
        setWindowTitle(tr("Change %1").arg(target.name));
        m_ok->setText(tr("Save"));
    }
    m_isKindChosen = true;
    setKind(**kind);
    m_form->setOptions(target.options);
    m_address->setText(target.options.value(QString::fromLatin1(m_kind->address)));
    m_addressLength = m_address->text().size();
    m_terms->setTarget(target);
    check();
}

void TargetEditor::setAddress(const QString &text)
{
    m_address->setText(text);
    m_addressLength = 0;
    onAddressTyped();
}

void TargetEditor::setKeeping(const QString &where, bool offersFile)
{
    m_keeping->setProperty("where", where);
    m_offersFile = offersFile;
    showKeeping();
}

void TargetEditor::showKeeping()
{
    const auto where = m_keeping->property("where").toString();
    m_keeping->setVisible(m_form->hasSecrets() && !where.isEmpty());
    auto text = tr("What is secret is kept %1.").arg(where).toHtmlEscaped();
    if (m_offersFile)
        text += QStringLiteral(" <a href=\"file\">%1</a>").arg(tr("Keep it in an encrypted file…").toHtmlEscaped());
    m_keeping->setText(text);
}

// While it is typed the address is left as it is; what comes in one piece is taken apart at once, and so is a secret in it.
void TargetEditor::onAddressTyped()
{
    const auto text = m_address->text();
    const bool pasted = text.size() > m_addressLength + 1;
    m_addressLength = text.size();
    auto guess = targets::guess(text, m_sources.kinds);
    if (guess && m_isKindChosen && !guess->certain)
        guess = targets::guessAs(*m_kind, text);
    else if (guess && m_isKindChosen && guess->kind != m_kind) {
        // A word before "://" that the chosen kind knows, too, is no reason to choose another.
        if (const auto own = targets::guessAs(*m_kind, text); own && own->certain)
            guess = own;
    }
    if (guess && pasted)
        take(*guess, true);
    else if (guess)
        setKind(*guess->kind);
    onEdited();
}

void TargetEditor::onAddressLeft()
{
    if (const auto guess = targets::guessAs(*m_kind, m_address->text())) {
        take(*guess, true);
        onEdited();
    }
}

void TargetEditor::take(const targets::Guess &guess, bool withAddress)
{
    setKind(*guess.kind);
    const auto address = QString::fromLatin1(guess.kind->address);
    for (auto each = guess.options.begin(); each != guess.options.end(); ++each) {
        if (each.key() != address)
            m_form->setOption(each.key(), each.value());
    }
    for (auto each = guess.secrets.begin(); each != guess.secrets.end(); ++each)
        m_form->typeSecret(each.key(), each.value());
    if (withAddress && guess.options.value(address) != m_address->text()) {
        m_address->setText(guess.options.value(address));
        m_addressLength = m_address->text().size();
    }
}

Target TargetEditor::target() const
{
    Target target = m_target;
    target.check = QString::fromLatin1(m_kind->id);
    target.kind = m_kind->target;
    target.options = m_form->options();
    if (const auto address = m_address->text().trimmed(); !address.isEmpty())
        target.options.insert(QString::fromLatin1(m_kind->address), address);
    target.instance = targets::instanceLabel(*m_kind, target.options);
    m_terms->writeTo(target);
    return target;
}

TargetEditor::Secrets TargetEditor::secrets() const { return m_form->secrets(); }

// What was tried is not what stands there now.
void TargetEditor::onEdited()
{
    ++m_attempt;
    m_verdict->clear();
    m_try->setEnabled(true);
    check();
}

void TargetEditor::check()
{
    QStringList taken;
    for (const auto &other : m_sources.others)
        taken << other.name;
    auto now = target();
    m_terms->proposeName(targets::proposedName(*m_kind, now.options, taken));
    m_terms->proposeBehind(targets::suggestedBehind(now, *m_kind, m_sources.others, m_sources.network));
    m_terms->writeTo(now);
    m_faults = targets::validate(now, *m_kind, m_sources.others);
    const auto address = QString::fromLatin1(m_kind->address);
    auto told = m_faults;
    if (!m_tellsAll) {
        std::erase_if(told, [&](const targets::Fault &fault) {
            return (fault.field == address && m_address->text().trimmed().isEmpty()) ||
                   (fault.field == QLatin1String(targets::kNameField) && now.name.isEmpty());
        });
        // Half an address is not yet a wrong one.
        if (m_address->hasFocus() && !m_address->text().isEmpty())
            std::erase_if(told, [&](const targets::Fault &fault) { return fault.field == address; });
    }
    const auto found = std::ranges::find(told, address, &targets::Fault::field);
    m_addressFault->showWords(found == told.end() ? QString() : found->message);
    m_address->setAccessibleDescription(found == told.end() ? QString() : found->message);
    m_form->showFaults(told);
    m_terms->showFaults(told);
    const auto pin = now.options.value(kPin);
    m_pinned->showWords(pin.isEmpty() ? QString()
                                      : tr("One certificate is trusted for this target although nobody vouches for it (see \"More options\")."));
    m_ok->setEnabled(m_faults.empty());
    m_ok->setToolTip(m_faults.empty() ? QString() : m_faults.front().message);
    m_setupBox->setVisible(m_kind->setup);
    if (m_kind->setup)
        m_setup->setText(m_kind->setup(now.options));
}

bool TargetEditor::tellFaults()
{
    if (m_faults.empty())
        return false;
    m_tellsAll = true;
    check();
    const auto &first = m_faults.front().field;
    if (first == QLatin1String(m_kind->address))
        m_address->setFocus();
    else if (!m_form->focusField(first))
        m_terms->focusField(first);
    return true;
}

void TargetEditor::attempt()
{
    onAddressLeft();
    if (tellFaults())
        return;
    const int number = ++m_attempt;
    const auto now = target();
    m_verdict->setTerms(now.slowAfter, now.upsideDown);
    m_verdict->showRunning();
    m_try->setEnabled(false);
    m_sources.attempt(now, secrets(), [self = QPointer(this), number](const metric::Verdict &verdict) {
        if (!self || self->m_attempt != number)
            return;
        self->m_try->setEnabled(true);
        self->m_verdict->showVerdict(verdict, self->m_form->hasField(kPin));
    });
}

void TargetEditor::trust(const QString &sha256)
{
    m_form->setOption(kPin, fingerprintText(sha256));
    onEdited();
    attempt();
}

void TargetEditor::confirm()
{
    onAddressLeft();
    if (tellFaults())
        return;
    auto made = target();
    if (made.id.isEmpty())
        made.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    Q_EMIT confirmed(made, secrets());
    accept();
}

// The button cannot be pressed while something is wrong; who presses Enter is told what.
void TargetEditor::keyPressEvent(QKeyEvent *event)
{
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && !event->modifiers() && !m_ok->isEnabled()) {
        onAddressLeft();
        if (tellFaults())
            return;
    }
    QDialog::keyPressEvent(event);
}

} // namespace ui
