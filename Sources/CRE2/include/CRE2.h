#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A compiled regular expression. It is immutable: any number of threads may match with it at once.
typedef struct cre2_expression cre2_expression;

/// Compiles `length` bytes of UTF-8 in RE2's syntax. Logs nothing.
///
/// `max_memory` is RE2's own limit in bytes for the program and its automata; 1 or less means no limit.
///
/// Returns NULL if RE2 refuses the pattern or memory runs out. `error` then holds the reason, truncated to
/// `error_capacity` bytes including the terminating zero.
cre2_expression *_Nullable cre2_compile(
    const char *_Nullable pattern, size_t length, int64_t max_memory,
    char *_Nonnull error, size_t error_capacity);

/// Returns the number of the program's instructions.
int32_t cre2_program_size(const cre2_expression *_Nonnull expression);

/// Whether the expression matches all of the text, in time linear in its length.
bool cre2_matches_whole(
    const cre2_expression *_Nonnull expression, const char *_Nullable text, size_t length);

void cre2_release(cre2_expression *_Nullable expression);

#ifdef __cplusplus
}
#endif
