/**
 * The way in for an SDK that is configured by OpenTelemetry's declarative configuration file. Apart
 * from the rest, because what it is made for is still moving: the only package that uses incubating
 * and internal parts of OpenTelemetry. Loaded by nobody who has no such file.
 */
@NullMarked
package io.scanmetrics.otel.declarative;

import org.jspecify.annotations.NullMarked;
