#pragma once

#include "models/alerts/alert.h"

#include <QtCore/QString>
#include <QtCore/QUrl>

#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace items {

// The annotation runbook_url, where it is the address of a page (http or https, with a host, without a name or password): rules come from
// outside, and nothing else is to be opened.
std::optional<QUrl> runbookOf(const alerts::Alert &alert);

// What the rule says beside what an alert means, what to do, and where its runbook is: name and text, as rendered.
std::vector<std::pair<QString, QString>> otherAnnotations(const alerts::Alert &alert);

// An alert told for a message or a ticket: title, severity, state, target, value, since when, how long, what it means and what to do, labels,
// annotations, events. Times with their date and offset, for it is read elsewhere. In Markdown what comes from outside is text, never markup.
QString alertAsText(const alerts::Alert &alert, std::span<const alerts::AlertEvent> events, metric::Timestamp now);
QString alertAsMarkdown(const alerts::Alert &alert, std::span<const alerts::AlertEvent> events, metric::Timestamp now);

} // namespace items
