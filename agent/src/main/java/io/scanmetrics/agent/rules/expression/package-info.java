/**
 * The expressions of the rules file: compiled once when the file is read, read at every call that a
 * rule applies to. They can only read; what could change the application is refused when compiled.
 */
@NullMarked
package io.scanmetrics.agent.rules.expression;

import org.jspecify.annotations.NullMarked;
