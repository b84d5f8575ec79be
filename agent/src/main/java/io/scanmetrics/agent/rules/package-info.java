/**
 * What the user's rules file says, as values: which methods are scans and phases, and which
 * expressions read their data. Read once, in premain, in a cold JVM: what lies on the path of a
 * file without faults uses no lambdas, streams, regular expressions of its own, java.nio.file or
 * logging, and what only faults need lives in classes of its own.
 */
@NullMarked
package io.scanmetrics.agent.rules;

import org.jspecify.annotations.NullMarked;
