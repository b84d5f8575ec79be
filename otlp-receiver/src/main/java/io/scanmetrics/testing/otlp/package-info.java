/**
 * A receiver that speaks OTLP as a collector does, with the libraries that a collector in Java
 * would use, so that tests see what really goes over the wire.
 */
@NullMarked
package io.scanmetrics.testing.otlp;

import org.jspecify.annotations.NullMarked;
