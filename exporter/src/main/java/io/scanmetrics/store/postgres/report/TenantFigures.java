package io.scanmetrics.store.postgres.report;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How one tenant fares.
 *
 * @param name the text that its scanners gave, as they gave it; {@code null} if that was the UUID
 */
public record TenantFigures(UUID tenant, @Nullable String name, SloFigures slo) {}
