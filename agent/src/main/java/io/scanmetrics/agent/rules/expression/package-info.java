/**
 * The expressions of the rules file: compiled once when the file is read, read at every call that a
 * rule applies to. They can only read; what could change the application is refused when compiled.
 *
 * <p>The grammar is small and its own. A general expression language costs a cold JVM as much as
 * the JVM itself before its first expression is compiled, has syntax for acting that must be found
 * and switched off piece by piece, and may take exponential time over a few nested brackets; all of
 * it in {@code premain}, where the application waits.
 */
@NullMarked
package io.scanmetrics.agent.rules.expression;

import org.jspecify.annotations.NullMarked;
