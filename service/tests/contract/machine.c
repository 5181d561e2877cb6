/* A machine as programs see it that are started on it: one whose clock is set and whose disk is full.
   Loaded before the C library (LD_PRELOAD); LATCHWORK_MACHINE is its folder. The file `clock` there has
   two numbers of microseconds: by how much more than it was the clock shows, and how much more time
   has passed. Where there is a file `full`, nothing is written to any file. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static int path_of(const char *name, char *path) {
    const char *folder = getenv("LATCHWORK_MACHINE");
    return folder && snprintf(path, PATH_MAX, "%s/%s", folder, name) < PATH_MAX;
}

/* The first number of the file, or the second. */
static long long added(int second) {
    char path[PATH_MAX], text[64], *end;
    if (!path_of("clock", path)) return 0;
    int file = syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    long length = syscall(SYS_read, file, text, sizeof text - 1);
    syscall(SYS_close, file);
    if (length <= 0) return 0;
    text[length] = 0;
    long long first = strtoll(text, &end, 10);
    return second ? strtoll(end, NULL, 10) : first;
}

int clock_gettime(clockid_t clock, struct timespec *shown) {
    int done = syscall(SYS_clock_gettime, clock, shown);
    int is_wall = clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE;
    int is_passing = clock == CLOCK_MONOTONIC || clock == CLOCK_MONOTONIC_COARSE;
    if (done != 0 || !(is_wall || is_passing)) return done;
    int kept = errno;
    long long micros = added(is_passing);
    errno = kept;
    long long nanos = shown->tv_nsec + micros % 1000000 * 1000;
    shown->tv_sec += micros / 1000000 + (nanos < 0 ? -1 : nanos / 1000000000);
    shown->tv_nsec = nanos < 0 ? nanos + 1000000000 : nanos % 1000000000;
    return 0;
}

int gettimeofday(struct timeval *restrict shown, void *restrict zone) {
    struct timespec now;
    (void)zone;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0) return -1;
    shown->tv_sec = now.tv_sec;
    shown->tv_usec = now.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *shown) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (shown) *shown = now.tv_sec;
    return now.tv_sec;
}

/* Whether there is no room for what is written to this file: sockets have room. */
static int is_full(int file) {
    char path[PATH_MAX];
    struct stat seen;
    int kept = errno;
    int full = path_of("full", path) && syscall(SYS_faccessat, AT_FDCWD, path, F_OK) == 0
        && fstat(file, &seen) == 0 && S_ISREG(seen.st_mode);
    errno = full ? ENOSPC : kept;
    return full;
}

ssize_t write(int file, const void *bytes, size_t length) {
    return is_full(file) ? -1 : syscall(SYS_write, file, bytes, length);
}

ssize_t writev(int file, const struct iovec *parts, int count) {
    return is_full(file) ? -1 : syscall(SYS_writev, file, parts, count);
}

ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t at) {
    return is_full(file) ? -1 : syscall(SYS_pwrite64, file, bytes, length, at);
}

ssize_t pwrite(int file, const void *bytes, size_t length, off_t at) {
    return pwrite64(file, bytes, length, at);
}
