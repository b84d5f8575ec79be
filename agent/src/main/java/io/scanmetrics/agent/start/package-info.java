/**
 * What happens before {@code main}: options, rules, bridge, transformer; the agent's thread; and
 * what happens at exit.
 */
@NullMarked
package io.scanmetrics.agent.start;

import org.jspecify.annotations.NullMarked;
