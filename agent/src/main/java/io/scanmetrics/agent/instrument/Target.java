package io.scanmetrics.agent.instrument;

import io.scanmetrics.agent.rules.Hook;
import io.scanmetrics.agent.telemetry.Interception;

/**
 * Methods that a rule means, and what their calls mean to it.
 *
 * @param hook says which
 * @param interception is told of their calls
 */
public record Target(Hook hook, Interception interception) {}
