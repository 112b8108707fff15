#include "CRE2.h"

#include <algorithm>
#include <cstring>
#include <exception>
#include <new>
#include <string>

#include <re2/re2.h>

struct cre2_expression {
    const RE2 regex;

    cre2_expression(re2::StringPiece pattern, const RE2::Options &options) : regex(pattern, options) {}
};

namespace {

/// Copies a reason to the caller's buffer, so that no memory changes its owner between languages.
void report(const char *reason, size_t length, char *error, size_t capacity) noexcept {
    if (capacity == 0) return;
    const size_t copied = std::min(length, capacity - 1);
    std::memcpy(error, reason, copied);
    error[copied] = '\0';
}

/// Wraps bytes for RE2. An empty text of the caller may be NULL, which RE2 must not get.
re2::StringPiece piece(const char *bytes, size_t length) noexcept {
    return length == 0 ? re2::StringPiece("") : re2::StringPiece(bytes, length);
}

}  // namespace

// No exception may leave these functions, because Swift callers cannot unwind.

cre2_expression *cre2_compile(
    const char *pattern, size_t length, int64_t max_memory, char *error, size_t error_capacity) {
    try {
        RE2::Options options{RE2::Quiet};
        options.set_max_mem(max_memory);
        auto *expression = new cre2_expression(piece(pattern, length), options);
        if (expression->regex.ok()) return expression;
        const std::string reason = expression->regex.error();
        delete expression;
        report(reason.data(), reason.size(), error, error_capacity);
    } catch (const std::exception &failure) {
        report(failure.what(), std::strlen(failure.what()), error, error_capacity);
    } catch (...) {
        const char reason[] = "unknown failure";
        report(reason, sizeof reason - 1, error, error_capacity);
    }
    return nullptr;
}

int32_t cre2_program_size(const cre2_expression *expression) {
    return expression->regex.ProgramSize();
}

bool cre2_matches_whole(const cre2_expression *expression, const char *text, size_t length) {
    try {
        return RE2::FullMatch(piece(text, length), expression->regex);
    } catch (...) {
        // Memory ran out inside the match. Any result would be wrong, so end the process.
        std::terminate();
    }
}

void cre2_release(cre2_expression *expression) {
    delete expression;
}
