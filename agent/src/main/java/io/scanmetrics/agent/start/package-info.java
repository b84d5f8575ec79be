/**
 * What happens before {@code main}: options, rules, bridge, transformer; and what happens at exit.
 */
@NullMarked
package io.scanmetrics.agent.start;

import org.jspecify.annotations.NullMarked;
