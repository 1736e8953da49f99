#include "probes/linux/user_names.h"
#include "probes/linux/process_files.h"

#include <charconv>

namespace probes {

std::string UserNames::name(Source &source, std::uint32_t uid, std::chrono::nanoseconds now)
{
    auto found = m_names.find(uid);
    if (found == m_names.end() && now >= m_nextRead) {
        m_nextRead = now + std::chrono::minutes(1);
        readPasswd(source);
        found = m_names.find(uid);
    }
    return found != m_names.end() ? found->second : std::to_string(uid);
}

// name:password:uid:... (passwd(5)); of two names for one number the first wins, as in getpwuid.
void UserNames::readPasswd(Source &source)
{
    std::string text;
    if (!source.read("/etc/passwd", text))
        return;
    m_names.clear();
    for (std::string_view rest = text; !rest.empty();) {
        const auto line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        const auto first = line.find(':');
        const auto second = first == std::string_view::npos ? first : line.find(':', first + 1);
        if (first == 0 || second == std::string_view::npos)
            continue;
        const auto number = line.substr(second + 1, line.find(':', second + 1) - second - 1);
        std::uint32_t uid = 0;
        const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), uid);
        if (error == std::errc() && end == number.data() + number.size())
            m_names.try_emplace(uid, cleanText(line.substr(0, first)));
    }
}

} // namespace probes
