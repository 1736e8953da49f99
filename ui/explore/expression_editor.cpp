#include "ui/explore/expression_editor.h"

#include "models/query/function.h"
#include "models/query/printer.h"
#include "ui/explore/completion_popup.h"
#include "ui/explore/expression_highlighter.h"
#include "ui/explore/expression_text.h"
#include "ui/widgets/fit_height.h"

#include <QtGui/QFontDatabase>
#include <QtGui/QKeyEvent>

#include <algorithm>

namespace ui {

using query::TokenKind;

static constexpr int kMostRowsOfText = 6;
static constexpr int kCheckAfterMs = 250;

ExpressionEditor::ExpressionEditor(const Theme &theme, QWidget *parent) : QPlainTextEdit(parent), m_theme(theme), m_popup(new CompletionPopup(this))
{
    auto font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(this->font().pointSizeF());
    setFont(font);
    setTabChangesFocus(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    document()->setDocumentMargin(4);
    new ExpressionHighlighter(theme, document());
    m_checkSoon.setSingleShot(true);
    m_checkSoon.setInterval(kCheckAfterMs);
    connect(&m_checkSoon, &QTimer::timeout, this, &ExpressionEditor::check);
    connect(this, &QPlainTextEdit::textChanged, this, [this] {
        showError(std::nullopt);
        m_checkSoon.start();
        fitHeight();
    });
    connect(this, &QPlainTextEdit::cursorPositionChanged, this, &ExpressionEditor::showMarks);
    connect(&theme, &Theme::changed, this, &ExpressionEditor::showMarks);
    connect(m_popup, &CompletionPopup::chosen, this, &ExpressionEditor::accept);
    fitHeight();
}

ExpressionEditor::~ExpressionEditor() { delete m_popup; }

const CompletionPopup &ExpressionEditor::completions() const { return *m_popup; }

void ExpressionEditor::setExpression(const QString &expression)
{
    setPlainText(expression);
    moveCursor(QTextCursor::End);
    m_popup->hide();
}

void ExpressionEditor::select(query::Span span)
{
    const ExpressionText text(toPlainText());
    auto cursor = textCursor();
    cursor.setPosition(text.positionAt(span.begin));
    cursor.setPosition(text.positionAt(span.end), QTextCursor::KeepAnchor);
    setTextCursor(cursor);
}

const std::optional<query::ParseError> &ExpressionEditor::check()
{
    m_checkSoon.stop();
    const auto text = toPlainText().toStdString();
    std::optional<query::ParseError> error;
    if (!expression().isEmpty()) {
        if (const auto tree = query::parse(text); !tree)
            error = tree.error();
    }
    showError(std::move(error));
    return m_error;
}

void ExpressionEditor::showError(std::optional<query::ParseError> error)
{
    m_error = std::move(error);
    const auto trouble = m_error ? QString::fromStdString(m_error->message) : QString();
    showMarks();
    if (trouble == m_trouble)
        return;
    m_trouble = trouble;
    setAccessibleDescription(trouble);
    Q_EMIT troubleChanged(trouble);
}

// The two brackets at the cursor, and where the error is.
void ExpressionEditor::showMarks()
{
    const ExpressionText text(toPlainText());
    QList<QTextEdit::ExtraSelection> marks;
    const auto mark = [&](query::Span span, const QTextCharFormat &format) {
        QTextEdit::ExtraSelection selection{textCursor(), format};
        selection.cursor.setPosition(text.positionAt(span.begin));
        selection.cursor.setPosition(text.positionAt(span.end), QTextCursor::KeepAnchor);
        marks.append(selection);
    };
    if (m_error) {
        QTextCharFormat wave;
        wave.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        wave.setUnderlineColor(m_theme.color(Theme::Color::Critical));
        auto span = m_error->span;
        // Something has to be under the line, also where the text just ends too soon.
        const auto size = std::uint32_t(text.utf8().size());
        span.begin = std::min(span.begin, size ? size - 1 : 0);
        span.end = std::clamp(span.end, std::min(span.begin + 1, size), size);
        mark(span, wave);
    }
    const auto tokens = text.tokens();
    const auto cursor = text.byteAt(textCursor().position());
    const auto at = std::find_if(tokens.begin(), tokens.end(), [&](const query::Token &token) {
        return token.kind >= TokenKind::LeftParen && token.kind <= TokenKind::RightBracket &&
               (token.span.end == cursor || token.span.begin == cursor);
    });
    if (at != tokens.end() && hasFocus()) {
        const bool opens = at->kind == TokenKind::LeftParen || at->kind == TokenKind::LeftBrace || at->kind == TokenKind::LeftBracket;
        const auto other = TokenKind(int(at->kind) + (opens ? 1 : -1));
        int depth = 0;
        for (auto i = at - tokens.begin(); i >= 0 && i < std::ptrdiff_t(tokens.size()); i += opens ? 1 : -1) {
            const auto &token = tokens[std::size_t(i)];
            depth += token.kind == at->kind ? 1 : token.kind == other ? -1 : 0;
            if (depth == 0) {
                QTextCharFormat pair;
                pair.setBackground(m_theme.color(Theme::Color::Selection));
                pair.setForeground(m_theme.color(Theme::Color::Accent));
                mark(at->span, pair);
                mark(token.span, pair);
                break;
            }
        }
    }
    setExtraSelections(marks);
}

void ExpressionEditor::format()
{
    const auto text = toPlainText().toStdString();
    const auto tree = query::parse(text);
    if (!tree) {
        check();
        return;
    }
    // As one edit, so that it can be undone.
    QTextCursor cursor(document());
    cursor.select(QTextCursor::Document);
    cursor.insertText(QString::fromStdString(query::prettyPrint(**tree)));
    moveCursor(QTextCursor::End);
}

void ExpressionEditor::complete() { suggest(true); }

void ExpressionEditor::suggest(bool forced)
{
    const ExpressionText text(toPlainText());
    auto place = query::completionAt(text.utf8(), text.byteAt(textCursor().position()));
    const bool invites = !place.prefix.empty() || place.kind == query::CompletionKind::LabelName || place.kind == query::CompletionKind::LabelValue ||
                         place.kind == query::CompletionKind::Duration;
    if (!m_suggest || place.kind == query::CompletionKind::Nothing || (!forced && !invites)) {
        m_popup->hide();
        return;
    }
    m_place = std::move(place);
    // Within one word the answer stays the same, and only what fits of it changes.
    auto asked = QStringLiteral("%1 %2 %3").arg(int(m_place.kind)).arg(m_place.replaced.begin).arg(QString::fromStdString(m_place.label));
    for (const auto &selector : m_place.selectors) {
        for (const auto &matcher : selector)
            asked += QString::fromStdString(query::print(matcher));
    }
    if (m_place.kind == query::CompletionKind::Duration)
        asked += QString::fromStdString(m_place.prefix);
    if (asked == m_asked && m_popup->isVisible()) {
        showMatching();
        return;
    }
    m_asked = asked;
    m_candidates.clear();
    m_popup->hide();
    m_suggest(m_place, [editor = QPointer(this), question = ++m_questions](std::vector<items::CompletionRow> rows) {
        if (!editor || question != editor->m_questions || !editor->hasFocus())
            return;
        editor->m_candidates = std::move(rows);
        editor->showMatching();
    });
}

void ExpressionEditor::showMatching()
{
    auto rows = items::matching(m_candidates, m_place.prefix);
    if (rows.size() == 1 && rows.front().name == m_place.prefix)
        rows.clear();
    m_popup->showRows(rows, cursorRect());
}

void ExpressionEditor::accept()
{
    const auto choice = m_popup->choice();
    m_popup->hide();
    if (!choice)
        return;
    const ExpressionText text(toPlainText());
    auto written = query::completed(m_place, choice->name);
    const bool opened = m_place.replaced.end < text.utf8().size() && text.utf8()[m_place.replaced.end] == '(';
    if (m_place.kind == query::CompletionKind::Expression && query::findFunction(choice->name) && !opened)
        written += '(';
    select(m_place.replaced);
    insertPlainText(QString::fromStdString(written));
    ++m_questions;
}

bool ExpressionEditor::keyForPopup(QKeyEvent *event)
{
    if (!m_popup->isVisible() || event->modifiers() & ~Qt::KeypadModifier)
        return false;
    switch (event->key()) {
    case Qt::Key_Down: m_popup->moveBy(1); return true;
    case Qt::Key_Up: m_popup->moveBy(-1); return true;
    case Qt::Key_PageDown: m_popup->moveBy(8); return true;
    case Qt::Key_PageUp: m_popup->moveBy(-8); return true;
    case Qt::Key_Escape: m_popup->hide(); return true;
    case Qt::Key_Tab: accept(); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        // Enter runs what is written, unless something else was chosen.
        if (!m_popup->hasChoice())
            return false;
        accept();
        return true;
    default: return false;
    }
}

void ExpressionEditor::keyPressEvent(QKeyEvent *event)
{
    if (keyForPopup(event))
        return;
    const auto modifiers = event->modifiers() & ~Qt::KeypadModifier;
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        m_popup->hide();
        if (modifiers == Qt::ShiftModifier)
            insertPlainText(QStringLiteral("\n"));
        else
            Q_EMIT runRequested();
        return;
    }
    if (event->key() == Qt::Key_Space && modifiers == Qt::ControlModifier)
        return suggest(true);
    if (event->key() == Qt::Key_F && modifiers == (Qt::ControlModifier | Qt::ShiftModifier))
        return format();
    if (event->key() == Qt::Key_Tab || event->key() == Qt::Key_Backtab || event->key() == Qt::Key_Escape) {
        event->ignore(); // the window's
        return;
    }
    const auto before = toPlainText();
    QPlainTextEdit::keyPressEvent(event);
    const bool typed = toPlainText() != before;
    if (typed && ((!event->text().isEmpty() && event->text().at(0).isPrint()) || m_popup->isVisible()))
        suggest(false);
    else if (!event->text().isEmpty() || !typed)
        m_popup->hide();
}

void ExpressionEditor::focusInEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusInEvent(event);
    showMarks();
    Q_EMIT focused();
}

void ExpressionEditor::focusOutEvent(QFocusEvent *event)
{
    if (m_popup)
        m_popup->hide();
    QPlainTextEdit::focusOutEvent(event);
    showMarks();
}

void ExpressionEditor::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    fitHeight();
}

// Tab takes what is offered, before it leaves.
bool ExpressionEditor::focusNextPrevChild(bool next) { return !(next && m_popup->isVisible()) && QPlainTextEdit::focusNextPrevChild(next); }

void ExpressionEditor::fitHeight() { ui::fitHeight(*this, kMostRowsOfText); }

} // namespace ui
