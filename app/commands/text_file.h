#pragma once

#include "models/metric/result.h"

#include <cstdint>
#include <memory>
#include <string>

struct gzFile_s;

namespace app {

// A file to read from its beginning to its end, as it is or packed by gzip; "-" is standard input.
class TextFile {
public:
    static metric::Result<TextFile> open(const std::string &path);

    // Fills `bytes` with the next piece, ending with a whole line where there is one; empty at the end. Io for what cannot be
    // read or unpacked.
    metric::Result<void> read(std::string &bytes);

    // Of the file itself, packed or not: where it is being read, and its size; 0 where that is unknown.
    std::uint64_t position() const;
    std::uint64_t size() const { return m_size; }
    // What is at its end, of a file that is not packed; empty where that cannot be seen.
    std::string tail(std::size_t bytes) const;

private:
    struct Close {
        void operator()(gzFile_s *file) const;
    };
    metric::Error error() const;

    std::string m_path;
    std::unique_ptr<gzFile_s, Close> m_file;
    std::uint64_t m_size = 0;
    std::string m_rest; // the beginning of a line
};

} // namespace app
