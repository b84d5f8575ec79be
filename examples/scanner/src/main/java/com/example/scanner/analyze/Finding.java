package com.example.scanner.analyze;

import com.example.scanner.advisory.Advisory;
import org.jspecify.annotations.Nullable;

/**
 * An advisory that is about a component of the artifact.
 *
 * @param advisory what is wrong
 * @param component with which package
 * @param fixedVersion the next version without it; {@code null} if there is none
 */
public record Finding(Advisory advisory, Component component, @Nullable String fixedVersion) {}
