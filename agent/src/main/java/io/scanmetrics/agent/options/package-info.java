/**
 * What the user sets: one catalogue of options, and their values from the agent argument, the
 * system properties and the environment. Read inside {@code premain} of a cold JVM, so what every
 * start needs is few classes without lambdas; wording of faults lives in classes of its own.
 */
@NullMarked
package io.scanmetrics.agent.options;

import org.jspecify.annotations.NullMarked;
