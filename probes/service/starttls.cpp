#include "probes/service/starttls.h"

#include "probes/net/url.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace probes {

using metric::Reason;
using net::Deadline;
using net::Outcome;
using net::Stream;

namespace {

constexpr std::size_t kMostLine = 4096;
constexpr int kMostLines = 200;

// What is said, and how the line begins that agrees; lines that begin with `more` are passed over.
struct Turn {
    std::string_view say;
    std::string_view agrees;
    std::string_view more;
};

Outcome<void> talk(Stream &stream, const Deadline &deadline, std::span<const Turn> turns)
{
    std::string buffer;
    for (const auto &turn : turns) {
        if (!turn.say.empty()) {
            if (auto said = stream.write(turn.say, deadline); !said)
                return said;
        }
        for (int lines = 0;; ++lines) {
            const auto line = stream.readLine(buffer, kMostLine, deadline);
            if (!line)
                return tl::unexpected(line.error());
            if (line->starts_with(turn.agrees))
                break;
            if (turn.more.empty() || !line->starts_with(turn.more) || lines == kMostLines)
                return net::fault(Reason::Protocol, fmt::format("no encryption is offered: \"{}\"", net::shown(*line)));
        }
    }
    // What follows in the clear was not said by whoever is encrypted with.
    if (!buffer.empty())
        return net::fault(Reason::Protocol, "something was said between the agreement and the encryption");
    return {};
}

Outcome<void> smtp(Stream &stream, const Deadline &deadline)
{
    static constexpr std::array<Turn, 3> kTurns{{{"", "220 ", "220-"}, {"EHLO vedette.invalid\r\n", "250 ", "250-"}, {"STARTTLS\r\n", "220", ""}}};
    return talk(stream, deadline, kTurns);
}

Outcome<void> imap(Stream &stream, const Deadline &deadline)
{
    static constexpr std::array<Turn, 2> kTurns{{{"", "* OK", ""}, {"a1 STARTTLS\r\n", "a1 OK", "* "}}};
    return talk(stream, deadline, kTurns);
}

Outcome<void> pop3(Stream &stream, const Deadline &deadline)
{
    static constexpr std::array<Turn, 2> kTurns{{{"", "+OK", ""}, {"STLS\r\n", "+OK", ""}}};
    return talk(stream, deadline, kTurns);
}

Outcome<void> ftp(Stream &stream, const Deadline &deadline)
{
    static constexpr std::array<Turn, 2> kTurns{{{"", "220 ", "220-"}, {"AUTH TLS\r\n", "234", ""}}};
    return talk(stream, deadline, kTurns);
}

// PostgreSQL's SSLRequest: length 8, code 80877103; the answer is one letter.
Outcome<void> postgres(Stream &stream, const Deadline &deadline)
{
    if (auto said = stream.write(std::string_view("\0\0\0\x08\x04\xd2\x16\x2f", 8), deadline); !said)
        return said;
    char answer = 0;
    const auto got = stream.read({&answer, 1}, deadline);
    if (!got)
        return tl::unexpected(got.error());
    if (*got == 0)
        return net::fault(Reason::Closed, "the connection was closed without an answer");
    if (answer != 'S')
        return net::fault(Reason::Protocol, answer == 'N' ? "no encryption is offered" : "the answer is not PostgreSQL's");
    return {};
}

} // namespace

std::span<const Starttls> allStarttls()
{
    static constexpr std::array<Starttls, 5> kAll{
        {{"smtp", 25, &smtp}, {"imap", 143, &imap}, {"pop3", 110, &pop3}, {"ftp", 21, &ftp}, {"postgres", 5432, &postgres}}};
    return kAll;
}

const Starttls *starttls(std::string_view word)
{
    const auto all = allStarttls();
    const auto found = std::ranges::find(all, word, &Starttls::word);
    return found == all.end() ? nullptr : &*found;
}

} // namespace probes
