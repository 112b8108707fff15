#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A compiled regular expression. It never changes, and any number of threads may match with it at once.
typedef struct cre2_expression cre2_expression;

/// Compiles `length` bytes of UTF-8 in RE2's syntax, logging nothing.
///
/// `max_memory` is RE2's own limit in bytes for the program and its automata; with 1 or less RE2 does not limit the
/// program. Returns NULL where RE2 refuses or memory runs out, with the reason in `error`: at most `error_capacity` bytes
/// with the closing zero, cut where it is longer.
cre2_expression *_Nullable cre2_compile(
    const char *_Nullable pattern, size_t length, int64_t max_memory,
    char *_Nonnull error, size_t error_capacity);

/// How many instructions the program has.
int32_t cre2_program_size(const cre2_expression *_Nonnull expression);

/// Whether the expression matches all of the text, in time linear to its length.
bool cre2_matches_whole(
    const cre2_expression *_Nonnull expression, const char *_Nullable text, size_t length);

void cre2_release(cre2_expression *_Nullable expression);

#ifdef __cplusplus
}
#endif
