// From exec to content: starts programs under the X display at hand, again and again in turn, and prints for each the median
// time until its window is mapped and until its content is drawn.
//
//   bench_startup RUNS -- program args... [-- program args...]
//
// Content is drawn from the frame on in which 95 % of the parts of the screen (tiles of 32 x 32) that show something at the
// end (after 1.5 s) have at least half the ink that they have then. Ink are pixels that differ from their left or upper
// neighbour: text, lines, edges. So a line that moves counts as drawn and an empty frame with its background does not,
// the same yardstick for every program. BENCH_TOP=0.58 looks at the upper part of the screen alone (charts above a table).
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XShm.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

using Clock = std::chrono::steady_clock;

static constexpr int kTile = 32;
static constexpr int kLittle = 10; // pixels: less is an edge of something beside

static double milliseconds(Clock::duration d) { return std::chrono::duration<double, std::milli>(d).count(); }

struct Capture {
    Display *display;
    Window root;
    int width, height;
    XImage *image;
    XShmSegmentInfo segment{};

    Capture()
    {
        display = XOpenDisplay(nullptr);
        if (!display) {
            std::fprintf(stderr, "no X display: run it under xvfb-run\n");
            std::exit(2);
        }
        root = DefaultRootWindow(display);
        width = DisplayWidth(display, 0);
        height = DisplayHeight(display, 0);
        image = XShmCreateImage(display, DefaultVisual(display, 0), unsigned(DefaultDepth(display, 0)), ZPixmap, nullptr, &segment, unsigned(width),
                                unsigned(height));
        segment.shmid = shmget(IPC_PRIVATE, std::size_t(image->bytes_per_line) * std::size_t(height), IPC_CREAT | 0600);
        segment.shmaddr = image->data = static_cast<char *>(shmat(segment.shmid, nullptr, 0));
        XShmAttach(display, &segment);
        XSync(display, False);
        shmctl(segment.shmid, IPC_RMID, nullptr);
    }

    // Of each tile, the pixels that differ from a neighbour.
    std::vector<int> ink()
    {
        XShmGetImage(display, root, image, 0, 0, AllPlanes);
        const char *part = std::getenv("BENCH_TOP");
        const int rows = int(height * (part ? std::atof(part) : 1.0));
        const int columns = width / kTile;
        std::vector<int> tiles(std::size_t(columns) * std::size_t(rows / kTile));
        const auto pixels = [&](int y) { return reinterpret_cast<const std::uint32_t *>(image->data + y * image->bytes_per_line); };
        for (int y = 1; y < rows / kTile * kTile; ++y) {
            const auto *row = pixels(y), *above = pixels(y - 1);
            int *tile = &tiles[std::size_t(y / kTile * columns)];
            for (int x = 1; x < columns * kTile; ++x)
                tile[x / kTile] += row[x] != row[x - 1] || row[x] != above[x];
        }
        return tiles;
    }

    int windows()
    {
        Window ignoredRoot, ignoredParent, *children = nullptr;
        unsigned count = 0;
        XQueryTree(display, root, &ignoredRoot, &ignoredParent, &children, &count);
        int mapped = 0;
        for (unsigned i = 0; i < count; ++i) {
            XWindowAttributes attributes;
            if (XGetWindowAttributes(display, children[i], &attributes) && attributes.map_state == IsViewable && attributes.width > 200)
                ++mapped;
        }
        if (children)
            XFree(children);
        return mapped;
    }
};

static bool drawn(const std::vector<int> &tiles, const std::vector<int> &last)
{
    std::size_t shown = 0, there = 0;
    for (std::size_t i = 0; i < last.size(); ++i) {
        if (last[i] < kLittle)
            continue;
        ++shown;
        there += 2 * tiles[i] >= last[i];
    }
    return double(there) >= 0.95 * double(shown);
}

struct Times {
    double mapped;
    double content;
};

static Times start(Capture &screen, const std::vector<char *> &command)
{
    const int before = screen.windows();
    std::vector<std::pair<double, std::vector<int>>> frames;
    Times times{-1, -1};
    const auto begun = Clock::now();
    const pid_t child = fork();
    if (child == 0) {
        setpgid(0, 0);
        const int null = open("/dev/null", O_RDWR);
        dup2(null, 0);
        dup2(null, 1);
        dup2(null, 2);
        execvp(command[0], command.data());
        _exit(127);
    }
    while (milliseconds(Clock::now() - begun) < 1500) {
        if (times.mapped < 0 && screen.windows() > before)
            times.mapped = milliseconds(Clock::now() - begun);
        auto frame = screen.ink();
        const double at = milliseconds(Clock::now() - begun);
        if (frames.empty() || frame != frames.back().second)
            frames.emplace_back(at, std::move(frame));
        usleep(9000); // more often would take from the programs what they need
    }
    const auto &last = frames.back().second;
    for (std::size_t i = frames.size(); i-- > 0 && drawn(frames[i].second, last);)
        times.content = frames[i].first;
    kill(-child, SIGTERM);
    int status;
    for (int i = 0; i < 60 && waitpid(child, &status, WNOHANG) == 0; ++i)
        usleep(50000);
    kill(-child, SIGKILL);
    waitpid(child, &status, WNOHANG);
    usleep(300000);
    return times;
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        std::fprintf(stderr, "usage: bench_startup RUNS -- program args... [-- program args...]\n");
        return 2;
    }
    const int runs = std::atoi(argv[1]);
    std::vector<std::vector<char *>> commands;
    for (int i = 2; i < argc; ++i) {
        if (std::strcmp(argv[i], "--") == 0)
            commands.emplace_back();
        else if (!commands.empty())
            commands.back().push_back(argv[i]);
    }
    for (auto &command : commands)
        command.push_back(nullptr);
    Capture screen;
    std::vector<std::vector<Times>> all(commands.size());
    for (int run = 0; run <= runs; ++run) {
        for (std::size_t i = 0; i < commands.size(); ++i) {
            const auto times = start(screen, commands[i]);
            if (run > 0) // the first start warms the caches
                all[i].push_back(times);
        }
    }
    double first = 0;
    for (std::size_t i = 0; i < commands.size(); ++i) {
        auto &times = all[i];
        const auto median = [&](auto member) {
            std::sort(times.begin(), times.end(), [&](const Times &a, const Times &b) { return a.*member < b.*member; });
            return times[times.size() / 2].*member;
        };
        const double mapped = median(&Times::mapped), content = median(&Times::content);
        if (i == 0)
            first = content;
        std::printf("%-40s mapped %4.0f ms   content ready %4.0f ms   of that the first program takes %.2f\n", commands[i][0], mapped, content,
                    first / content);
    }
}
