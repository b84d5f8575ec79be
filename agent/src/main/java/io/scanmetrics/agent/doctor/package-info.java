/**
 * What the command {@code doctor} looks at: everything that has to be right before a scanner is
 * started with the agent, each with what to do if it is not.
 */
@NullMarked
package io.scanmetrics.agent.doctor;

import org.jspecify.annotations.NullMarked;
